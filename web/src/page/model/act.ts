// What a person is about to sign, before there is a header: the same for every kind of entry.

/** One statement of a person. Texts left empty are left out when it is signed. */
export type Act = {
  kind: string; subject: string; follows: readonly string[]; parts: Record<string, object>;
};
