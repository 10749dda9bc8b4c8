import type { z } from 'zod';
import type { SqlConnection } from '#main/platform/sqlite.ts';

/** A prepared statement whose rows are checked. */
export interface Query<Row> {
  all(...parameters: unknown[]): Row[];
  first(...parameters: unknown[]): Row | undefined;
}

export function createQuery<Row>(connection: SqlConnection, schema: z.ZodType<Row>, sql: string): Query<Row> {
  const statement = connection.prepare(sql);
  const all = (...parameters: unknown[]): Row[] => statement.all(...parameters).map((row) => schema.parse(row));
  return { all, first: (...parameters) => all(...parameters)[0] };
}
