import {
  RealtimeError,
  RebootRequestError,
  type Handlers,
} from "../realtime/server.js";
import type { Identity } from "../realtime.setup.js";

/** A device that is there answers sooner. */
const ANSWER_WITHIN_MS = 5_000;

export const devices: Handlers<Identity>["devices"] = {
  "telemetry.report": async (measurement, { params, channels }) => {
    await channels.devices(params).publish("telemetry.reported", measurement);
  },

  "presence.announce": async (presence, { params, channels }) => {
    await channels.devices(params).publish("presence.changed", presence);
  },

  "reboot.request": async ({ reason }, { params, channels, signal }) => {
    const device = channels.devices(params);
    try {
      const wait = { timeoutMs: ANSWER_WITHIN_MS, signal };
      return await device.request("device.reboot", { reason }, wait);
    } catch (error) {
      const isSilent =
        error instanceof RealtimeError && error.code === "reply_timeout";
      throw isSilent ? new RebootRequestError.Offline({}) : error;
    }
  },
};
