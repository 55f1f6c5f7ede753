// A clock that can be moved, as the demonstration's can: the other provider runs in this process and reads it.

const Real = Date;
let ahead = 0;

/** The machine's clock and what it was moved by. */
class Moved extends Real {
  constructor(...given) {
    super(...(given.length ? given : [Moved.now()]));
  }

  static now() {
    return Real.now() + ahead;
  }
}

/** Puts the clock that moves in the place of the machine's. */
export function install() {
  globalThis.Date = Moved;
}

/** Moves this process's clock. */
export function move(seconds) {
  ahead += seconds * 1_000;
}
