import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vite";

const hash = (content) => createHash("sha256").update(content).digest("hex");

// What the bundle is made of, so that `curbside doctor` can tell without Node.js whether it is of these sources.
function sources() {
  const files = ["package-lock.json", "package.json", "tsconfig.json", "vite.config.js"];
  for (const folder of ["demo", "src"])
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) files.push(`${entry.parentPath ?? entry.path}/${entry.name}`);
  const lines = files.sort().map((file) => `${hash(readFileSync(file))}  ${file}\n`);
  return {
    name: "sources",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "sources.sha256", source: lines.join("") });
    },
  };
}

// One module with a fixed name, and the demo page beside it as it is: what is committed must be the same on every machine.
export default defineConfig({
  plugins: [sources()],
  publicDir: "demo",
  build: {
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "curbside-chat.js" },
    target: "es2022",
    sourcemap: false,
    reportCompressedSize: true,
  },
});
