// BullMQ as a peer of ./bench peers: answers commands line by line, see dev.postbus.benchmarks.harness.Child.
// Arguments: producer, host, port; or consumer, host, port, concurrency, "fail-once" or "handle", number of queues.
import { createInterface } from 'node:readline';
import { Queue, Worker } from 'bullmq';

const [role, host, port, concurrency, behaviour, queues] = process.argv.slice(2);
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const QUEUE = 'bench';
const EVENT = 'order.created';
const LIST = 500;
const LISTS_AT_ONCE = 4;
const NO_TIME = 1_000_000_000_000_000;

// The wall clock in microseconds, finer than Date: the same that the other processes look at.
const nowMicros = () => Math.round((performance.timeOrigin + performance.now()) * 1_000);

// Nobody ever wakes who sleeps on it.
const sleeper = new Int32Array(new SharedArrayBuffer(4));

// The same payload as dev.postbus.benchmarks.harness.Order.
const order = (number, dueMicros = NO_TIME) => ({
  sequence: 1_000_000_000 + number,
  dueMicros,
  customer: 'Ada Lovelace',
  email: 'ada.lovelace@example.com',
  street: "12 St James's Sq., SW1Y",
  currency: 'GBP',
  cents: 420_000,
});

function producer() {
  const queue = new Queue(QUEUE, {
    connection,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: 1_000, attempts: 3 },
  });

  const bulk = (from, count) =>
    queue.addBulk(Array.from({ length: count }, (_, i) => ({ name: EVENT, data: order(from + i) })));

  // Keeps so many calls on their way at once until the condition says stop; returns how many were made.
  async function keepBusy(width, goOn, call) {
    let made = 0;
    await Promise.all(
      Array.from({ length: width }, async () => {
        while (goOn(made)) {
          await call(made++);
        }
      }),
    );
    return made;
  }

  const styles = {
    SEQUENTIAL: [1, 1, (i) => queue.add(EVENT, order(i))],
    CONCURRENT: [64, 1, (i) => queue.add(EVENT, order(i))],
    BULK: [1, LIST, (i) => bulk(i * LIST, LIST)],
  };

  return {
    async emit(style, nanos) {
      const [width, events, call] = styles[style];
      const start = performance.now();
      const end = start + Number(nanos) / 1e6;
      const calls = await keepBusy(width, () => performance.now() < end, call);
      const emitted = calls * events;
      return `${emitted} ${(emitted * 1e3) / (performance.now() - start)}`;
    },
    async send(count) {
      const total = Number(count);
      await keepBusy(
        LISTS_AT_ONCE,
        (made) => made * LIST < total,
        (list) => bulk(list * LIST, Math.min(LIST, total - list * LIST)),
      );
      return 'done';
    },
    async pace(rate, nanos) {
      const interval = 1e6 / Number(rate);
      const count = Math.max(1, Math.floor(Number(nanos) / 1e3 / interval));
      const start = nowMicros();
      const adds = [];
      for (let i = 0; i < count; ) {
        const now = nowMicros();
        while (i < count && start + i * interval <= now) {
          adds.push(queue.add(EVENT, order(i, Math.floor(start + i * interval))));
          i++;
        }
        // Lets out what was added, then sleeps until just before the next: a timer would be a millisecond late.
        await new Promise((go) => setImmediate(go));
        const wait = start + i * interval - nowMicros();
        if (i < count && wait > 100) {
          Atomics.wait(sleeper, 0, 0, Math.min(wait, 2_000) / 1e3);
        }
      }
      await Promise.all(adds);
      return count;
    },
    async delay(events, lead, spread) {
      const count = Number(events);
      const first = nowMicros() + Number(lead) / 1e3;
      await keepBusy(
        1,
        (made) => made * LIST < count,
        (list) =>
          queue.addBulk(
            Array.from({ length: Math.min(LIST, count - list * LIST) }, (_, i) => {
              const due = Math.floor(first + ((Number(spread) / 1e3) * (list * LIST + i)) / count);
              const delay = Math.max(0, Math.ceil((due - nowMicros()) / 1e3));
              return { name: EVENT, data: order(i, due), opts: { delay } };
            }),
          ),
      );
      return Math.floor(first - nowMicros());
    },
    close: () => queue.close(),
  };
}

async function consumer() {
  let handled = 0;
  let latencies = [];
  const handle = async (job) => {
    const { sequence, dueMicros, cents } = job.data;
    if (sequence < 1_000_000_000 || cents !== 420_000) {
      throw new Error('this order was not made here');
    }
    if (dueMicros !== NO_TIME) {
      latencies.push(nowMicros() - dueMicros);
    }
    if (behaviour === 'fail-once' && job.attemptsMade === 0) {
      throw new Error('the first attempt always fails');
    }
  };
  const workers = Array.from(
    { length: Number(queues) },
    (_, i) => new Worker(i === 0 ? QUEUE : QUEUE + i, handle, { connection, concurrency: Number(concurrency) }),
  );
  for (const worker of workers) {
    // Told when Redis has the acknowledgement.
    worker.on('completed', () => handled++);
    await worker.waitUntilReady();
  }
  return {
    handled: async () => handled,
    async await(count, millis) {
      const end = performance.now() + Number(millis);
      while (handled < Number(count) && performance.now() < end) {
        await new Promise((go) => setTimeout(go, 2));
      }
      return handled;
    },
    latencies: async () => {
      const taken = latencies;
      latencies = [];
      return taken.join(',');
    },
    close: () => Promise.all(workers.map((worker) => worker.close())),
  };
}

const commands = role === 'producer' ? producer() : await consumer();
console.log('= ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = line.split(' ');
  try {
    console.log(`= ${await commands[command](...words)}`);
  } catch (failure) {
    console.log(`! ${String(failure).replaceAll('\n', ' ')}`);
  }
}
await commands.close();
process.exit(0);
