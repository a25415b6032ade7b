import { defineConfig } from "vite";

// One module with a fixed name, and the demo page beside it as it is: what is committed must be the same on every machine.
export default defineConfig({
  publicDir: "demo",
  build: {
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "curbside-chat.js" },
    target: "es2022",
    sourcemap: false,
    reportCompressedSize: true,
  },
});
