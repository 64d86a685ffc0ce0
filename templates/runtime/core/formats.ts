/**
 * The formats of JSON Schema that are texts, to the letter of their RFCs.
 * Every expression is unambiguous: it takes time linear in the text.
 */
export {
  date,
  dateTime,
  duration,
  isDate,
  isDateTime,
  isDuration,
  isTime,
  time,
} from "./formats/times.js";
export { ipv4, ipv6, isIpv4, isIpv6 } from "./formats/ip-addresses.js";
export {
  hostname,
  idnHostname,
  isHostname,
  isIdnHostname,
} from "./formats/hostnames.js";
export { email, idnEmail, isEmail, isIdnEmail } from "./formats/emails.js";
export {
  iri,
  iriReference,
  isIri,
  isIriReference,
  isUri,
  isUriReference,
  isUriTemplate,
  uri,
  uriReference,
  uriTemplate,
} from "./formats/uris.js";
export {
  isJsonPointer,
  isRelativeJsonPointer,
  jsonPointer,
  relativeJsonPointer,
} from "./formats/json-pointers.js";
export { isUuid, uuid } from "./formats/uuids.js";
export { isRegex, regex } from "./formats/regular-expressions.js";
export { byte, isByte } from "./formats/base64.js";
export { int64, isInt64, isUint64, uint64 } from "./formats/digits.js";
