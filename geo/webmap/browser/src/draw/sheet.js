/** The looks of the drawing tools, and the line that says what happened. */

const RULES = `
.sitmap-draw{position:absolute;left:50%;bottom:12px;transform:translateX(-50%);z-index:1100;display:flex;flex-wrap:wrap;gap:4px;
 padding:6px;border-radius:8px;background:Canvas;color:CanvasText;border:1px solid GrayText;font:14px/1.4 system-ui,sans-serif;width:max-content;max-width:calc(100% - 24px)}
.sitmap-draw button,.sitmap-draw input,.sitmap-draw select{font:inherit;min-height:30px;min-width:30px;padding:2px 8px;
 border:1px solid GrayText;border-radius:5px;background:ButtonFace;color:ButtonText}
.sitmap-draw input,.sitmap-draw select{background:Field;color:FieldText;max-width:12em}
.sitmap-draw button[aria-pressed=true]{background:Highlight;color:HighlightText}
.sitmap-draw form{display:flex;flex-wrap:wrap;gap:4px;align-items:center}
.sitmap-draw :focus-visible{outline:2px solid Highlight;outline-offset:1px}
.sitmap-draw [hidden]{display:none}
.sitmap-say{position:absolute;left:12px;right:12px;top:12px;z-index:1200;padding:8px 12px;border-radius:8px;
 background:#7a1f00;color:#fff;font:14px/1.4 system-ui,sans-serif;white-space:pre-wrap}
.sitmap-say button{float:right;min-width:28px;min-height:28px;border:0;background:none;color:inherit;font-size:20px;line-height:1;cursor:pointer}
.sitmap-drawing{cursor:crosshair}
@media print{.sitmap-draw,.sitmap-say{display:none}}`;

/** Put the rules on the page. A sheet made by script needs no exception in the page's policy. */
export function wear() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** @param {string} message shown until the next one; empty takes the line away */
export function say(message) {
  let line = document.querySelector('.sitmap-say');
  if (!message) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement('div');
    line.className = 'sitmap-say';
    line.setAttribute('role', 'alert');
    document.body.append(line);
  }
  const hide = document.createElement('button');
  hide.type = 'button';
  hide.textContent = '×';
  hide.setAttribute('aria-label', 'Hide');
  hide.addEventListener('click', () => say(''));
  line.replaceChildren(hide, message);
}
