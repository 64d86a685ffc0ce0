import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

export interface RegistryStub {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * A registry on loopback that has one package, from a tarball; whoever asks
 * for another is sent on to the registry that this machine uses.
 */
export async function registryStub(
  name: string,
  version: string,
  tarball: string,
  upstream: string,
): Promise<RegistryStub> {
  const bytes = readFileSync(tarball);
  const hash = (algorithm: string) => createHash(algorithm).update(bytes);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    if (path === `/${name}`) {
      const manifest = {
        ...packageJson,
        dist: {
          tarball: `${url}/${name}/-/${name}-${version}.tgz`,
          shasum: hash("sha1").digest("hex"),
          integrity: `sha512-${hash("sha512").digest("base64")}`,
        },
      };
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          name,
          "dist-tags": { latest: version },
          versions: { [version]: manifest },
        }),
      );
    } else if (path.startsWith(`/${name}/-/`)) {
      response.end(bytes);
    } else {
      response.writeHead(302, { location: new URL(path, upstream).href }).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("port");
  const url = `http://127.0.0.1:${address.port}`;
  const packageJson = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as object;
  return {
    url,
    asked,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
