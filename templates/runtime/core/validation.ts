/**
 * What the emitted validators are made of. The functions that look at one
 * place take the issues found so far and return them, with what is wrong there
 * added.
 */
export {
  type Check,
  type Issue,
  type Issues,
  type Key,
  MAX_DEPTH,
  MAX_ISSUES,
  type Presence,
  deeper,
  here,
  loose,
  no,
  none,
  optional,
  pointer,
  present,
  required,
  under,
} from "./validation/issues.js";
export {
  type Schema,
  ValidationError,
  schema,
} from "./validation/standard-schema.js";
export { notFormat, pattern, string } from "./validation/strings.js";
export {
  above,
  below,
  integer,
  multiple,
  number,
} from "./validation/numbers.js";
export {
  among,
  amongJson,
  boolean,
  canonical,
  equal,
  types,
} from "./validation/values.js";
export {
  array,
  contains,
  items,
  notArray,
  unique,
} from "./validation/arrays.js";
export {
  type Fields,
  isObject,
  matching,
  notObject,
  object,
  only,
  own,
  properties,
  propertyNames,
  rest,
  together,
} from "./validation/objects.js";
export { anyOf, oneOf } from "./validation/alternatives.js";
