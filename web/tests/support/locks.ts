// Web Locks of one origin: exclusive, in the order asked, with `ifAvailable`.

type Work = (lock: object | null) => unknown;

export class Locks {
  readonly #held = new Map<string, Promise<unknown>>();

  async request(name: string, first: Work | { ifAvailable?: boolean }, second?: Work) {
    const [options, work] = typeof first === "function" ? [{}, first] : [first, second as Work];
    const before = this.#held.get(name);
    if (before !== undefined && "ifAvailable" in options && options.ifAvailable) return work(null);
    const mine = (before ?? Promise.resolve()).catch(() => null).then(() => work({ name }));
    this.#held.set(name, mine);
    const release = (): void => {
      if (this.#held.get(name) === mine) this.#held.delete(name);
    };
    mine.then(release, release);
    return mine;
  }
}
