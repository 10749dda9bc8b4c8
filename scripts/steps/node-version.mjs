/** Plain old syntax: this must load on the Node versions that it turns away. */
export function checkNodeVersion() {
  const parts = process.versions.node.split('.').map(Number);
  const enough = parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19);
  if (enough) return;
  process.stderr.write(
    'Yingxi needs Node.js 20.19 or newer; this is ' +
      process.versions.node +
      '. Get it from https://nodejs.org and run the command again.\n' +
      '影戏需要 Node.js 20.19 或更高版本（当前 ' +
      process.versions.node +
      '）。请从 https://nodejs.org 安装后重试。\n',
  );
  process.exit(1);
}
