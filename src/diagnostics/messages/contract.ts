import { text, type Message } from "../message.js";

/** RT5xxx: rules of the Contract, whatever it was written in. */
export const contractMessages = {
  "contract-empty": {
    code: "RT5001",
    severity: "error",
    text: text`the contract has no channels: there is nothing to generate`,
    hint: text`add a channel with a message under serverToClient or clientToServer`,
  },
  "contract-no-messages": {
    code: "RT5002",
    severity: "error",
    text: text`no channel has a message: there is nothing to generate`,
    hint: text`add a message under serverToClient or clientToServer`,
  },
  "channel-no-messages": {
    code: "RT5003",
    severity: "warning",
    text: text`channel "${"channel"}" has no messages`,
  },
  "name-reserved": {
    code: "RT5004",
    severity: "error",
    text: text`"${"name"}" is reserved: names that begin with "rt." belong to the protocol`,
    hint: text`rename the ${"kind"}`,
  },
  "name-unfit": {
    code: "RT5005",
    severity: "error",
    text: text`"${"name"}" cannot be the name of a ${"kind"}: ${"problem"}`,
  },
  "address-braces": {
    code: "RT5006",
    severity: "error",
    text: text`the address "${"address"}" has ${"problem"}`,
    hint: text`write parameters like customers/{customerId}/orders`,
  },
  "parameter-undeclared": {
    code: "RT5007",
    severity: "error",
    text: text`the address has {${"parameter"}}, which is not among the parameters`,
    hint: text`add it under parameters: ${"parameter"}: { type: string }`,
  },
  "parameter-unaddressed": {
    code: "RT5008",
    severity: "error",
    text: text`parameter "${"parameter"}" is not in the address "${"address"}"`,
    hint: text`put {${"parameter"}} into the address, or remove the parameter`,
  },
  "parameter-not-text": {
    code: "RT5009",
    severity: "error",
    text: text`parameter "${"parameter"}" accepts no string, and parameters are strings on every wire`,
    hint: text`use type: string, with a pattern such as '^[0-9]+$' for numbers`,
  },
  "headers-not-object": {
    code: "RT5010",
    severity: "error",
    text: text`the headers of "${"message"}" accept no object, and headers are an object of names and values`,
    hint: text`use type: object with properties`,
  },
  "property-not-in-payload": {
    code: "RT5011",
    severity: "error",
    text: text`the ${"setting"} "${"property"}" is not a property of the payload of "${"message"}"`,
    hint: text`name a property of the payload`,
  },
  "error-code": {
    code: "RT5012",
    severity: "error",
    text: text`"${"name"}" cannot be an error code`,
    hint: text`begin with a letter, then letters, digits, "_", "-" or ".", at most 100, such as too_late`,
  },
  "type-circular": {
    code: "RT5013",
    severity: "error",
    text: text`the type "${"name"}" contains itself with nothing between: no value could be checked against it`,
    hint: text`put the reference under properties or items`,
  },
  "example-invalid": {
    code: "RT5014",
    // Nothing generated depends on it, and it may be someone else's document.
    severity: "warning",
    text: text`an example of "${"message"}" does not fit the payload: ${"problem"}`,
    hint: text`correct the example, or the schema where the example is right`,
  },
  "latest-by-not-scalar": {
    code: "RT5015",
    severity: "error",
    text: text`the latestBy "${"property"}" of "${"message"}" is never a string, a number or a boolean`,
    hint: text`name a property that tells what the message is about, such as an id`,
  },
  "wildcard-no-parameters": {
    code: "RT5016",
    severity: "error",
    text: text`channel "${"channel"}" has no parameters that a subscription could leave open`,
    hint: text`remove wildcard, or put a {parameter} into the address`,
  },
  "payload-impossible": {
    code: "RT5017",
    // Nothing generated is wrong, and it may be someone else's document.
    severity: "warning",
    text: text`no value fits the ${"what"} of "${"message"}": ${"why"}`,
  },
} as const satisfies Record<string, Message>;
