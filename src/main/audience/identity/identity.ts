import type { AccountLink } from '#shared/audience/viewers.ts';

/** Which account belongs to which person, in memory. A person's key is one of their accounts; an account that is linked to none is its own person. */
export interface Identity {
  personOf(account: string): string;
  /** All accounts of the person, the one that names them first. */
  accountsOf(person: string): readonly string[];
  /** As `relink` of the book: each account now belongs to that person. */
  relink(links: readonly AccountLink[]): void;
  /** The changes that make one person of two, and those that undo it. They end where nobody is linked to a linked account. */
  merge(into: string, other: string): { readonly links: readonly AccountLink[]; readonly undo: readonly AccountLink[] };
  /** The changes that let one account stand for itself. When it named the person, the next one names those that stay. */
  split(account: string): { readonly links: readonly AccountLink[]; readonly undo: readonly AccountLink[] };
}

export function createIdentity(): Identity {
  const personByAccount = new Map<string, string>();
  const membersByPerson = new Map<string, Set<string>>();

  const personOf = (account: string): string => personByAccount.get(account) ?? account;
  const accountsOf = (person: string): readonly string[] => [
    person,
    ...[...(membersByPerson.get(person) ?? [])].filter((account) => account !== person).sort(),
  ];
  const now = (accounts: readonly string[]): AccountLink[] => accounts.map((account) => ({ account, person: personOf(account) }));

  return {
    personOf,
    accountsOf,
    relink(links) {
      for (const { account, person } of links) {
        const before = personOf(account);
        const members = membersByPerson.get(before);
        members?.delete(account);
        if (members?.size === 0) membersByPerson.delete(before);
        if (account === person) personByAccount.delete(account);
        else {
          personByAccount.set(account, person);
          const others = membersByPerson.get(person) ?? new Set();
          membersByPerson.set(person, others.add(account));
        }
      }
    },
    merge(into, other) {
      const person = personOf(into);
      const joining = personOf(other) === person ? [] : accountsOf(personOf(other));
      return { links: joining.map((account) => ({ account, person })), undo: now(joining) };
    },
    split(account) {
      const person = personOf(account);
      const all = accountsOf(person);
      const staying = all.filter((one) => one !== account);
      const heir = person === account ? staying[0] : person;
      const links =
        heir === undefined ? [] : [{ account, person: account }, ...staying.map((one) => ({ account: one, person: heir }))];
      return { links, undo: now(all) };
    },
  };
}
