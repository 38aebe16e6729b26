import { createHash } from 'node:crypto';
import type { RunVerdict } from '../../model/verdict.ts';
import { html, raw, type Html } from './html.ts';
import { icon } from './mark.ts';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  /** Of the sign in the browser's tab. */
  readonly kind: RunVerdict;
  readonly header: Html;
  readonly main: Html;
  /** Constant text of a library or of ours. @default no script */
  readonly scripts?: readonly string[];
  /** What scripts read. */
  readonly data?: Html;
  /** CSS of a library. */
  readonly libraryStyle?: string;
}

/**
 * One file that opens offline.
 *
 * The policy names the digests of our own scripts and style and nothing else: what is not ours would not run even if it
 * were ever to get past the escaping.
 */
export function frame({ title, kind, header, main, scripts = [], data, libraryStyle = '' }: Page): string {
  const ownScripts = scripts.map((text) => inElement(text, 'script'));
  const ownStyle = inElement(`${libraryStyle}\n${style}`, 'style');
  const policy = [
    "default-src 'none'",
    ...(ownScripts.length === 0 ? [] : [`script-src ${ownScripts.map(digest).join(' ')}`]),
    `style-src ${digest(ownStyle)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${raw(policy.join('; '))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${icon(kind)} ${raw(`<style>${ownStyle}</style>`)}
      </head>
      <body>
        <header>
          <span class="brand">Proofload</span>
          ${header}
        </header>
        <main>${main}</main>
        ${data ?? null} ${ownScripts.map((text) => raw(`<script>${text}</script>`))}
      </body>
    </html> `.markup;
}

/** Constant text, kept from closing its own element. */
function inElement(text: string, element: 'script' | 'style'): string {
  return text.replaceAll(`</${element}`, `<\\/${element}`);
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
