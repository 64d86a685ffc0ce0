export {
  isObject,
  type Json,
  type JsonObject,
  type JsonType,
} from "../source/json.js";
