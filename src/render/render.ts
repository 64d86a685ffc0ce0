/** Templates as functions from views to text. */
import { compileTemplate } from "./compile-template.js";

/** A template whose view has type `View`. */
export interface Template<View> {
  (view: View): string;
}

/**
 * Made ready on first use: a run pays only for what it renders.
 *
 * @param path below `templates/`
 */
export function template<View>(path: string): Template<View> {
  let compiled: Template<View> | undefined;
  return (view) => {
    compiled ??= compileTemplate(path);
    return compiled(view);
  };
}
