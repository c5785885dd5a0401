/** Names the modules below `static` that say something else below `sent`, comments and blank space apart. */
const fs = require("node:fs");
const path = require("node:path");
const ts = require("typescript");

const printer = ts.createPrinter({ removeComments: true });
const code = (file) => printer.printFile(
  ts.createSourceFile("module.js", fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));

for (const name of fs.readdirSync("static", { recursive: true }).filter((name) => name.endsWith(".js"))) {
  if (code(path.join("static", name)) !== code(path.join("sent", name))) console.log(name);
}
