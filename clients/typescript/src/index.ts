/**
 * The REST API of a Vitrine shop, typed after its own OpenAPI document.
 *
 *     const shop = createVitrine({ baseUrl: "https://shop.example" });
 *     const { data, error } = await shop.GET("/api/v1/products/", {
 *       params: { query: { search: "vase", brand: ["Ada", "Bob"] } },
 *     });
 *
 * Nothing is thrown for a refusal: `error` has its `code`, `message` and `errors`.
 */
import createClient, { type Client, type ClientOptions } from "openapi-fetch";

import type { components, paths } from "./schema.js";

export type { components, paths };

export type Product = components["schemas"]["ProductDetail"];
export type ProductCard = components["schemas"]["ProductCard"];
export type SimilarAnswer = components["schemas"]["Answer"];
export type PhotoSearch = components["schemas"]["PhotoSearch"];
export type Refusal = components["schemas"]["Error"];
export type Vitrine = Client<paths>;

export interface VitrineOptions extends ClientOptions {
  /** Of the shop, such as https://shop.example. */
  baseUrl: string;
  /** A key, where a server calls; a browser shows it to everybody. */
  key?: string;
}

/** A client of one shop. */
export function createVitrine({ key, headers, ...options }: VitrineOptions): Vitrine {
  const own = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return createClient<paths>({ ...options, headers: { ...own, ...(headers as object) } });
}

export type PhotoOptions = Omit<components["schemas"]["PhotoUploadRequest"], "image">;

/** Upload a photo and get the products that look like it; at most 10 MB. */
export function searchByPhoto(shop: Vitrine, image: Blob, options: Partial<PhotoOptions> = {}) {
  return shop.POST("/api/v1/photo-searches/", {
    // The file goes as it is; what the schema calls a string of bytes is a Blob here.
    body: { ...options, image: image as unknown as string } as components["schemas"]["PhotoUploadRequest"],
    bodySerializer(body) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...body, image })) {
        for (const each of Array.isArray(value) ? value : [value]) {
          form.append(name, each instanceof Blob ? each : String(each));
        }
      }
      return form;
    },
  });
}
