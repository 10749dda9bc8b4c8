import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '#shared/contract/index.ts';

const made = new Map<string, Promise<string>>();

/** The OpenAPI document of the routed procedures as JSON text; made once per address. Loaded on first use: it is slow to load. */
export function openApiDocument(baseUrl: string): Promise<string> {
  const document = made.get(baseUrl) ?? generate(baseUrl);
  made.set(baseUrl, document);
  return document;
}

async function generate(baseUrl: string): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    filter: ({ contract: procedure }) => procedure['~orpc'].route.path !== undefined,
    info: {
      title: 'Yingxi',
      version: '1',
      description:
        'Local interface of the Yingxi VTuber studio. The token is shown on the studio’s settings page; `?token=` works too.',
    },
    servers: [{ url: baseUrl }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  });
  return JSON.stringify(document);
}
