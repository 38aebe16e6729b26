/** What Go says of its progress, and how it comes to a package that is missing. */
const chatter = /^(go: (creating|finding|found|downloading|added|upgraded) |# )|( imports| tested by)$/;
/** xk6's own lines: time, level, text. */
const own = /^\d{4}-\d\d-\d\dT\S+ ([A-Z]{3}) (.*)/;

/** Picks out of what `xk6 build --verbose` prints why it failed: the first complaint of Go, and xk6's last word. */
export function xk6Complaint(): { readonly line: (text: string) => void; readonly text: () => string } {
  let first: string | undefined;
  let last: string | undefined;
  return {
    line(text) {
      const [, level, message] = own.exec(text) ?? [];
      if (level === 'ERR') last = message;
      else if (level === undefined && /\S: /.test(text) && !chatter.test(text)) first ??= text.trim();
    },
    text: () => [first, last].filter((part) => part !== undefined).join(' | '),
  };
}
