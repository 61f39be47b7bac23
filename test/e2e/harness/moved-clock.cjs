// A preload for the provider process: it sets Date ahead of the machine's clock by TEST_CLOCK_MS. The product must never know of it.
const ahead = Number(process.env.TEST_CLOCK_MS ?? 0);
const RealDate = Date;
const now = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (_, args, target) => Reflect.construct(RealDate, args.length === 0 ? [now()] : args, target),
  apply: () => new RealDate(now()).toString(),
  get: (_, name) => (name === "now" ? now : RealDate[name]),
});
