/** How the schema says that clients show who they are, for the place where they are believed. */
import type { Contract, SecurityScheme } from "../contract/model.js";

/** A name that may stand in a comment and in a text of code as it is. */
const TOKEN = /^[\w!#$%&'*+.^|~-]{1,60}$/;

/** Lines of a comment, one for each way in; those that no technique over HTTP carries are left out. */
export function securityLines({
  securitySchemes = [],
}: Contract): readonly string[] {
  return [
    ...new Set(securitySchemes.flatMap((scheme) => lineOf(scheme) ?? [])),
  ];
}

function lineOf(scheme: SecurityScheme): string | undefined {
  switch (scheme.kind) {
    case "bearer": {
      const { issuer, format } = scheme;
      const what =
        format !== undefined && TOKEN.test(format) ? `${format}, ` : "";
      const by =
        issuer === "oauth2"
          ? ", of OAuth 2"
          : issuer === "openIdConnect"
            ? ", of OpenID Connect"
            : "";
      return `a bearer token${by}: ${what}in \`token\``;
    }
    case "basic":
    case "userPassword":
      return 'user and password: in `headers.get("authorization")`, as Basic';
    case "apiKey": {
      const { key } = scheme;
      if (!TOKEN.test(key)) return undefined;
      switch (scheme.in) {
        case "header":
          return `an API key: \`headers.get("${key.toLowerCase()}")\``;
        case "cookie":
          return `an API key: the cookie ${key}, in \`headers.get("cookie")\``;
        case "query":
          return `an API key in the URL's ${key}: here clients send it as their \`token\``;
        default:
          return scheme.in satisfies never;
      }
    }
    default:
      return scheme satisfies never;
  }
}
