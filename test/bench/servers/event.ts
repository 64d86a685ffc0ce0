/** The event of all benches: 200 bytes of JSON, as other harnesses have it. */
let seq = 0;

export function newEvent(): object {
  return {
    id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    type: "order.created",
    seq: ++seq,
    t: micros(),
    data: {
      orderId: "ord_1234567890",
      status: "paid",
      total: 1999,
      currency: "EUR",
      note: "xxxxxxxxxxxx",
    },
  };
}

/** A clock that the processes of one machine share. */
export function micros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
