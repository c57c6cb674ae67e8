// Streamlit calls this with every new piece of data; the screen is built once and stays.

const screens = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  let screen = screens.get(parentElement);
  if (!screen || !screen.root.isConnected) {
    screen = new Screen(parentElement);
    screens.set(parentElement, screen);
  }
  if (data) screen.receive(data, setStateValue);
  return () => {
    const gone = screens.get(parentElement);
    if (gone) gone.close();
    screens.delete(parentElement);
  };
}
