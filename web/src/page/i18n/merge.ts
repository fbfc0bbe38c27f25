/** Joins the fragment files of one language; each screen's owner writes its own fragment. */
export type Plural = Readonly<Record<string, string>>;
export type Message = string | Plural;
export type Fragment = Readonly<Record<string, Message>>;

export function merge(fragments: Record<string, Fragment> | Fragment[]): Fragment {
  return Object.assign({}, ...Object.values(fragments)) as Fragment;
}
