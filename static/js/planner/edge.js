// A session in hand that rests near the edge of the board scrolls it.

const EDGE = 48;
const SPEED = 14;
const REST = 150;
let waiting = 0;

// `again` is asked after each step, as the same point of the window is another place now; it says
// whether to go on. Another move ends it.
/**
 * @param {Element} scroller
 * @param {{ clientX: number, clientY: number }} point
 * @param {() => boolean} again
 */
export function scrollNearEdge(scroller, { clientX, clientY }, again) {
  const mine = ++waiting;
  const { left, right, top, bottom } = scroller.getBoundingClientRect();
  const x = pull(clientX, left, right);
  const y = pull(clientY, top, Math.min(bottom, innerHeight));
  if (!x && !y) return;
  const step = () => {
    if (mine !== waiting || !again()) return;
    scroller.scrollBy(x, y);
    requestAnimationFrame(step);
  };
  setTimeout(step, REST);
}

/**
 * @param {number} at
 * @param {number} from
 * @param {number} to
 */
function pull(at, from, to) {
  if (at > from && at < from + EDGE) return -SPEED;
  return at < to && at > to - EDGE ? SPEED : 0;
}
