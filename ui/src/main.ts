// Opens the window: styles in their order, then the app over the platform chosen at build time.
import './styles/layers.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/fonts.css';
import 'virtual:hanja.css';
import { platform } from '#platform';
import { mount } from 'svelte';
import App from './App.svelte';
import { Hanji } from './hanji.svelte';
import { locale } from './i18n/index';

document.documentElement.lang = locale;
const target = document.getElementById('app');
if (target) mount(App, { target, props: { hanji: new Hanji(platform) } });
