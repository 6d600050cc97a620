declare module 'virtual:hanja.css';
