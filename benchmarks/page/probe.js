/**
 * What the benchmark asks of a page, put there before the page's own scripts. A time is in milliseconds since the navigation
 * began, and is taken in the first task after a frame whose painting showed what was waited for.
 */
{
  const PATIENCE = 60_000;
  const QUIET = 600;
  const marks = { click: 0, picture: 0, pictureOf: "", lastPicture: 0, pictures: 0 };

  /** @param {(now: number) => void} then is called in the first task after the next frame's painting */
  const painted = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(0);
  });

  /** Until nothing was fetched or laid out for a while. */
  const quiet = async () => {
    for (let [count, since] = [-1, 0]; performance.now() - since < QUIET;) {
      const known = performance.getEntriesByType("resource").length + marks.lastPicture;
      if (known !== count || document.readyState !== "complete") [count, since] = [known, performance.now()];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return performance.now();
  };

  addEventListener("click", (event) => {
    marks.click = event.timeStamp;
    marks.pictures = 0;
  }, true);
  // The picture is laid out; the page has already asked for the frame that paints it.
  document.addEventListener("laid-out", (event) => {
    const { path, tree } = event.target;
    painted((now) => {
      marks.lastPicture = now;
      if (!tree?.children) return;
      if (marks.pictures++ === 0 || marks.pictureOf !== path) [marks.picture, marks.pictureOf] = [now, path];
    });
  }, true);

  globalThis.bench = {
    marks,

    /** When a frame first showed what is true. @param {() => unknown} shown */
    until: (shown) => new Promise((resolve, reject) => {
      const began = performance.now();
      const look = (now) => {
        if (shown()) resolve(now);
        else if (now - began > PATIENCE) reject(new Error(`it never came that ${shown}`));
        else painted(look);
      };
      painted(look);
    }),

    /** Rows of the table of which the first has a name that begins like this. @param {string} name */
    rows: (name) => bench.until(() => document.querySelector("[data-testid=tree-row] bdi")?.title.startsWith(name)),

    /** The picture of a directory, not what is drawn into it later. @param {string} path */
    picture: async (path) => {
      await bench.until(() => marks.pictures > 0 && marks.pictureOf === path);
      return marks.picture;
    },

    /** Until nothing is fetched or laid out any more, also what the page leaves for when there is nothing else to do. */
    rest: async () => {
      await quiet();
      await new Promise((resolve) => requestIdleCallback(resolve));
      return quiet();
    },

    /** What was fetched so far: kind, bytes on the wire, when it had come. */
    fetched: () => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((one) => {
      const { pathname } = new URL(one.name);
      const kind = pathname.startsWith("/webjars/") ? "library" : pathname.startsWith("/api/") ? "data" : "own";
      return [kind, one.transferSize, one.responseEnd];
    }),

    firstContent: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,

    /** Times between frames, long tasks and frames that showed a row without its content, until `stop()`. */
    watch: () => {
      const seen = { frames: [], tasks: [], without: 0 };
      const observer = new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration)));
      observer.observe({ type: "longtask" });
      let last = 0;
      let going = true;
      const frame = (now) => {
        if (!going) return;
        if (last > 0) seen.frames.push(now - last);
        last = now;
        if (document.querySelector("[data-testid=tree-wait]")) seen.without++;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      bench.stop = () => {
        going = false;
        observer.disconnect();
        return seen;
      };
    },

    /** Goes so far down at once. @param {number} share 0 to 1 @returns {Promise<number>} ms until the rows there are */
    jump: async (share) => {
      const grid = document.querySelector("[data-testid=tree-table]");
      const wanted = share * (grid.getAttribute("aria-rowcount") - 1);
      const began = performance.now();
      grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
      return await bench.until(() => {
        const first = document.querySelector("[data-testid=tree-row]");
        return first && !document.querySelector("[data-testid=tree-wait]") && Math.abs(first.getAttribute("aria-rowindex") - wanted) < 100;
      }) - began;
    },

    /** Scrolls from top to bottom, evenly. @param {number} seconds */
    through: (seconds) => new Promise((resolve) => {
      const grid = document.querySelector("[data-testid=tree-table]");
      const began = performance.now();
      const frame = (now) => {
        const share = Math.min(1, Math.max(0, now - began) / (seconds * 1000));
        grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
        if (share < 1) requestAnimationFrame(frame);
        else resolve(performance.now());
      };
      requestAnimationFrame(frame);
    }),
  };
}
