declare const __BUILD_ID__: string | undefined;

/** Changes with every build; unknown where the sources are run as they are. */
export const buildId: string | undefined =
  typeof __BUILD_ID__ === "undefined" ? undefined : __BUILD_ID__;
