import { z } from 'zod';
import type { ModelMeta } from '#shared/avatar/model.ts';

/** Terms of VRM 1.0 (`VRMC_vrm.meta`) and 0.x (`VRM.meta`), spelled as the files spell them; the interface has plain words for those it knows. */
const text = z.string().max(20_000).catch('').default('');
const texts = z.array(z.string().max(2000)).max(200).catch([]).default([]);
const flag = z.boolean().optional().catch(undefined);
const index = z.number().int().min(0).optional().catch(undefined);

const metaOneSchema = z.object({
  name: text,
  version: text,
  authors: texts,
  copyrightInformation: text,
  contactInformation: text,
  references: texts,
  thirdPartyLicenses: text,
  thumbnailImage: index,
  licenseUrl: text,
  avatarPermission: text,
  allowExcessivelyViolentUsage: flag,
  allowExcessivelySexualUsage: flag,
  commercialUsage: text,
  allowPoliticalOrReligiousUsage: flag,
  allowAntisocialOrHateUsage: flag,
  creditNotation: text,
  allowRedistribution: flag,
  modification: text,
  otherLicenseUrl: text,
});
const metaZeroSchema = z.object({
  title: text,
  version: text,
  author: text,
  contactInformation: text,
  reference: text,
  texture: z.number().int().optional().catch(undefined),
  allowedUserName: text,
  violentUssageName: text,
  sexualUssageName: text,
  commercialUssageName: text,
  otherPermissionUrl: text,
  licenseName: text,
  otherLicenseUrl: text,
});

export interface VrmMeta {
  readonly name: string;
  readonly meta: ModelMeta;
  /** Index into `images` (1.0) or `textures` (0.x) of the portrait in the file. */
  readonly portrait: { readonly image?: number; readonly texture?: number };
}

/** `meta` is whatever the file holds there; what is missing or of the wrong type counts as unsaid. */
export function metaFromVrmOne(meta: unknown): VrmMeta {
  const parsed = metaOneSchema.safeParse(meta);
  const one = parsed.success ? parsed.data : metaOneSchema.parse({});
  return {
    name: one.name.slice(0, 200),
    meta: {
      author: cut(one.authors.join(', ')),
      licence: cut(one.otherLicenseUrl || one.licenseUrl),
      licenceUrl: cut(addressOf(one.otherLicenseUrl) || addressOf(one.licenseUrl)),
      contact: cut(one.contactInformation),
      copyright: cut(one.copyrightInformation),
      permissions: terms({
        avatarPermission: one.avatarPermission,
        commercialUsage: one.commercialUsage,
        modification: one.modification,
        allowRedistribution: one.allowRedistribution,
        creditNotation: one.creditNotation,
        allowExcessivelyViolentUsage: one.allowExcessivelyViolentUsage,
        allowExcessivelySexualUsage: one.allowExcessivelySexualUsage,
        allowPoliticalOrReligiousUsage: one.allowPoliticalOrReligiousUsage,
        allowAntisocialOrHateUsage: one.allowAntisocialOrHateUsage,
        thirdPartyLicenses: one.thirdPartyLicenses,
        references: one.references.join(', '),
        version: one.version,
      }),
    },
    portrait: one.thumbnailImage === undefined ? {} : { image: one.thumbnailImage },
  };
}

export function metaFromVrmZero(meta: unknown): VrmMeta {
  const parsed = metaZeroSchema.safeParse(meta);
  const zero = parsed.success ? parsed.data : metaZeroSchema.parse({});
  return {
    name: zero.title.slice(0, 200),
    meta: {
      author: cut(zero.author),
      licence: cut(
        zero.licenseName === 'Other' || zero.licenseName === '' ? zero.otherLicenseUrl || zero.licenseName : zero.licenseName,
      ),
      licenceUrl: cut(addressOf(zero.otherLicenseUrl)),
      contact: cut(zero.contactInformation),
      copyright: '',
      permissions: terms({
        allowedUserName: zero.allowedUserName,
        commercialUssageName: zero.commercialUssageName,
        violentUssageName: zero.violentUssageName,
        sexualUssageName: zero.sexualUssageName,
        otherPermissionUrl: zero.otherPermissionUrl,
        reference: zero.reference,
        version: zero.version,
      }),
    },
    portrait: zero.texture === undefined || zero.texture < 0 ? {} : { texture: zero.texture },
  };
}

function terms(values: Readonly<Record<string, string | boolean | undefined>>): ModelMeta['permissions'] {
  return Object.entries(values).flatMap(([term, value]) =>
    value === undefined || value === '' ? [] : [{ term, value: String(value).slice(0, 500) }],
  );
}

const cut = (value: string): string => value.slice(0, 2000);
/** Only web addresses may become links. */
const addressOf = (value: string): string => (/^https?:\/\//iu.test(value.trim()) ? value.trim() : '');
