// Clients that ask for a large body again and again, and abort after 300 ms: node abort.mjs <url> <clients>
import http from 'node:http';

const [url = '', count = '40'] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });
const ask = () => {
  const call = http.get(url, { agent }, (answer) => answer.resume());
  const timer = setTimeout(() => call.destroy(), 300);
  call.on('error', () => undefined);
  call.on('close', () => {
    clearTimeout(timer);
    setTimeout(ask, 5);
  });
};
for (let i = 0; i < Number(count); i++) ask();
process.stdin.on('end', () => process.exit()).resume();
