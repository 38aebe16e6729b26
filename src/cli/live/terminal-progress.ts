import type { Plan } from '../../model/plan.ts';
import type { LoadState, Progress } from '../../run/progress.ts';
import type { Terminal } from '../terminal.ts';
import type { Paint } from './paint.ts';
import { plainProgress } from './plain-progress.ts';
import { renderView } from './view.ts';

/** Events as lines, and below them the run at this moment, drawn again with every tick and when the size changes. */
export function terminalProgress(
  terminal: Terminal,
  paint: Paint,
  err: (text: string) => void,
): Progress & { end(): void } {
  const { region } = terminal;
  const lines = plainProgress(err);
  let plan: Plan | undefined;
  let state: LoadState | undefined;
  const draw = (): void => {
    if (plan === undefined || state === undefined) return;
    region.draw(renderView(plan, state, { ...terminal.size(), paint, keys: terminal.onKey !== null }));
  };
  const resized = terminal.onResize(draw);
  const hide = (): void => {
    plan = undefined;
    region.clear();
  };
  return {
    note: (text) => lines.note(text),
    fault: (event) => lines.fault(event),
    stage(text) {
      hide();
      lines.stage(text);
    },
    loadStarted(started) {
      plan = started;
      state = undefined;
    },
    tick(now) {
      state = now;
      draw();
    },
    end() {
      resized[Symbol.dispose]();
      hide();
    },
  };
}
