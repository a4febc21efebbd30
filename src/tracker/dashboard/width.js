/* Tells the page into which class the width of the window falls, where that is not what it took. */
export default function ({ data, setStateValue }) {
  const phone = matchMedia("(max-width: 640px)");
  const narrow = matchMedia("(max-width: 1000px)");
  const tell = () => {
    const size = phone.matches ? "phone" : narrow.matches ? "narrow" : "wide";
    if (size !== data.size) setStateValue("size", size);
  };
  tell();
  for (const query of [phone, narrow]) query.addEventListener("change", tell);
  return () => {
    for (const query of [phone, narrow]) query.removeEventListener("change", tell);
  };
}
