import { arch, platform } from 'node:os';

const systems: Partial<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const architectures: Partial<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** This machine in Go's words, which release archives use too. */
export function goPlatform(): { readonly os: string; readonly arch: string } {
  return { os: systems[platform()] ?? platform(), arch: architectures[arch()] ?? arch() };
}

/** The file name of a program on this machine. */
export function programFile(program: string): string {
  return platform() === 'win32' ? `${program}.exe` : program;
}
