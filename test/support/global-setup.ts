/** Runs once before all rings. */
export default function setup(): void {}
