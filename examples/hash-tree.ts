/**
 * Hashes every file below a folder, with as little in memory as a pipeline may hold.
 *
 *     npm start [-- FOLDER]
 *     deno run -A examples/hash-tree.ts [FOLDER]
 *     bun examples/hash-tree.ts [FOLDER]
 *
 *              files         8 at once
 *     walk ──▶ ▓▓▓▓ ──▶ read, hash ──▶ add up
 *       └───────────────────┴──▶ list what cannot be read
 *
 * The pipeline itself is in `hash-tree/by-pipeline.ts`; `hash-tree-select.ts` does the same with channels and `select`.
 *
 * Whoever finds no room waits, so the slowest part sets the pace of all: a terminal that prints slowly slows the walk,
 * and a folder of any size needs the same memory. Nothing is collected, not even for the digest, which is
 *
 *     the sum, modulo 2^256, over all files, of SHA-256(path, NUL, hash)
 *
 * read as big-endian numbers and printed as 64 hex digits. `path` is relative to the folder, UTF-8, with "/" between
 * its parts; NUL is one zero byte; `hash` is the SHA-256 of the content, 32 raw bytes. A sum does not care for order,
 * so the digest is the same however the hashers race. Files that could not be read are listed and not part of it.
 * Symbolic links, pipes, sockets and devices are passed over; the folder itself may be a link.
 *
 * Ctrl-C ends it with the table so far and status 130, a second one at once. A reader that goes away (`| head`) ends
 * it silently. A folder that cannot be opened ends it with status 1. An unreadable file below it changes no status.
 */
import { byPipeline } from "./hash-tree/by-pipeline.ts";
import { main } from "./hash-tree/main.ts";

await main(byPipeline);
