/** An address taken apart, such as `customers/{customerId}/orders`. */
export interface Address {
  /** In the order they stand. */
  readonly parameters: readonly string[];
  /** What is wrong with the braces: the rest of a sentence. */
  readonly problem?: string;
}

export function parseAddress(address: string): Address {
  const parameters: string[] = [];
  let problem: string | undefined;
  const rest = address.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    if (name === "") problem ??= "a parameter without a name: {}";
    else if (parameters.includes(name)) problem ??= `{${name}} twice`;
    else parameters.push(name);
    return "";
  });
  if (rest.includes("{")) problem ??= 'a "{" that is not closed';
  if (rest.includes("}")) problem ??= 'a "}" that was not opened';
  return { parameters, ...(problem !== undefined && { problem }) };
}
