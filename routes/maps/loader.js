"use strict";
// Unpacks the program and what it draws, then runs the program: the page's policy names the hash of each of its parts.
(async function () {
  const notice = document.getElementById("notice");
  if (typeof DecompressionStream === "undefined") {
    notice.textContent = "No map in this browser, which is older than 2023; the answer is complete.";
    return;
  }

  // Base 85 (RFC 1924) but for the three letters of it that an element's text cannot hold.
  const values = [];
  Array.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;,=.?@^_`{|}~", (letter, value) => { values[letter.charCodeAt(0)] = value; });

  async function unpack(id) {
    const letters = document.getElementById(id).textContent;
    const packed = new DataView(new ArrayBuffer(4 * Math.ceil(letters.length / 5)));
    for (let n = 0; n < letters.length; n += 5) {
      let number = 0;
      for (let m = n; m < n + 5; m++) number = number * 85 + (m < letters.length ? values[letters.charCodeAt(m)] : 84);
      packed.setUint32((n / 5) * 4, number);
    }
    const size = Math.floor((letters.length * 4) / 5);
    const unpacked = new Blob([packed.buffer.slice(0, size)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(unpacked).json();
  }

  const program = await unpack("program");
  window.features = await unpack("drawing");
  notice.remove();
  const style = document.querySelector("style"); // ours, which has the last word
  program.forEach(([name, text]) => {
    const part = document.createElement(name);
    part.textContent = text;
    style.before(part);
  });
})();
