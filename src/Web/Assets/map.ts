import {
  AttributionControl, LngLatBounds, Map as LiveMap, Marker, NavigationControl, Popup, setWorkerUrl,
  type GeoJSONSource, type StyleSpecification,
} from 'maplibre-gl';
import { t } from './behaviours/page';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';

setWorkerUrl(new URL(workerUrl, location.origin).href);

const baseMap = '/api/v1/places/map.geojson';
const light = {
  paper: '#f4f1ea', green: '#dbe8d0', water: '#b9d8e6', road: '#ffffff', roadEdge: '#ddd6c8', building: '#e3d9c8',
  buildingEdge: '#cbbfa9', grid: '#0b7356', ink: '#2d3633', halo: '#ffffff', mark: '#b9480e',
};
const dark = {
  paper: '#0f1a1c', green: '#16302a', water: '#12384a', road: '#2a3a3d', roadEdge: '#1b2729', building: '#24383d',
  buildingEdge: '#35525a', grid: '#4cc3a0', ink: '#d7e6e3', halo: '#0f1a1c', mark: '#f0a35e',
};
type Colours = typeof light;

/** The community drawn from our own shapes only; no tile server and no font server is asked. */
function style(source: string, colours: Colours, tall: boolean): StyleSpecification {
  const kind = (...kinds: string[]) => ['in', ['coalesce', ['get', 'layer'], ['get', 'kind']], ['literal', kinds]] as never;
  const name = ['coalesce', ['get', 'name'], ['get', document.documentElement.lang.startsWith('en') ? 'name_en' : 'name_zh'], ['get', 'name_zh']] as never;
  return {
    version: 8,
    sources: { community: { type: 'geojson', data: source } },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': colours.paper } },
      { id: 'green', type: 'fill', source: 'community', filter: kind('green', 'wetland'), paint: { 'fill-color': colours.green } },
      { id: 'water', type: 'fill', source: 'community', filter: ['all', kind('water'), ['==', ['geometry-type'], 'Polygon']] as never, paint: { 'fill-color': colours.water } },
      { id: 'stream', type: 'line', source: 'community', filter: ['all', kind('water'), ['==', ['geometry-type'], 'LineString']] as never, paint: { 'line-color': colours.water, 'line-width': 4 } },
      { id: 'road-edge', type: 'line', source: 'community', filter: kind('road', 'path'), layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': colours.roadEdge, 'line-width': ['interpolate', ['exponential', 2], ['zoom'], 13, 2.5, 18, 22] } },
      { id: 'road', type: 'line', source: 'community', filter: kind('road', 'path'), layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': colours.road, 'line-width': ['interpolate', ['exponential', 2], ['zoom'], 13, 1.5, 18, 18] } },
      { id: 'grid', type: 'line', source: 'community', filter: kind('grid', 'compound', 'community'), paint: { 'line-color': colours.grid, 'line-opacity': 0.5, 'line-dasharray': [3, 2], 'line-width': 1.5 } },
      tall
        ? { id: 'building', type: 'fill-extrusion', source: 'community', filter: kind('building'), paint: { 'fill-extrusion-color': colours.building, 'fill-extrusion-height': ['coalesce', ['get', 'height'], 12], 'fill-extrusion-opacity': 0.92 } }
        : { id: 'building', type: 'fill', source: 'community', filter: kind('building'), paint: { 'fill-color': colours.building, 'fill-outline-color': colours.buildingEdge } },
      { id: 'place', type: 'circle', source: 'community', filter: kind('facility', 'space'), minzoom: 14, paint: { 'circle-color': colours.mark, 'circle-radius': 5, 'circle-stroke-color': colours.halo, 'circle-stroke-width': 1.5 } },
      {
        id: 'name', type: 'symbol', source: 'community', filter: ['any', ['has', 'name'], kind('building', 'facility', 'space', 'road', 'water', 'green')] as never, minzoom: 15,
        layout: { 'text-field': name, 'text-size': 13, 'text-anchor': 'top', 'text-offset': [0, 0.6], 'symbol-placement': 'point' },
        paint: { 'text-color': colours.ink, 'text-halo-color': colours.halo, 'text-halo-width': 1.5 },
      },
    ],
  };
}

interface Layer {
  name: string;
  url: string;
  topic: string;
}

function open(element: HTMLElement): LiveMap {
  const { source, latitude, longitude, zoom } = element.dataset;
  const night = element.dataset.theme === 'dark' || document.documentElement.dataset.bsTheme === 'dark';
  const tall = 'tall' in element.dataset;
  const box = document.createElement('div');
  box.className = 'map-canvas';
  element.append(box);
  const map = new LiveMap({
    container: box,
    style: style(new URL(source || baseMap, location.href).href, night ? dark : light, tall),
    center: [Number(longitude || 120.21), Number(latitude || 30.208)],
    zoom: Number(zoom || 15),
    pitch: tall ? 50 : 0,
    attributionControl: false,
    cooperativeGestures: 'cooperative' in element.dataset,
    localIdeographFontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  });
  map.addControl(new NavigationControl({ showCompass: tall }));
  map.addControl(new AttributionControl({ compact: true }));
  const framed = [...element.querySelectorAll<HTMLElement>('[data-layer]')].find((item) => item.dataset.layer === element.dataset.frame);
  if (!latitude) void fitToShapes(map, framed?.dataset.url || source || baseMap);
  return map;
}

async function fitToShapes(map: LiveMap, url: string): Promise<void> {
  const shapes = await fetch(url).then((answer) => answer.json() as Promise<{ features: { geometry: { coordinates?: unknown } | null }[] }>).catch(() => null);
  const bounds = new LngLatBounds();
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === 'number') bounds.extend(part as [number, number]);
    else part.forEach(walk);
  };
  for (const { geometry } of shapes?.features ?? []) walk(geometry?.coordinates);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 24, animate: false, maxZoom: 17 });
}

/** Shows the map inside a `data-linli="map"` element with the layers its fallback list names. */
export function show(element: HTMLElement): void {
  const map = open(element);
  element.classList.add('map-drawn');
  const layers = [...element.querySelectorAll<HTMLElement>('[data-layer]')].map((item): Layer => ({
    name: item.dataset.layer!, url: item.dataset.url!, topic: item.dataset.topic ?? '',
  }));
  map.on('load', () => {
    layers.forEach((layer, index) => addLayer(map, layer, index));
    followLinks(map, ['place', ...layers.map((layer) => `${layer.name}-points`)]);
    // A layer whose switch (behaviours/layers.ts) is off begins hidden.
    for (const { name } of layers) {
      const box = document.querySelector<HTMLInputElement>(`[data-linli="layers"] input[name="layer"][value="${name}"]`);
      if (box && !box.checked) showLayer(map, name, false);
    }
  });
  element.addEventListener('linli:layer', (event) => {
    const { name, shown } = (event as CustomEvent<{ name: string; shown: boolean }>).detail;
    if (map.getLayer(`${name}-points`)) showLayer(map, name, shown);
  });
  document.addEventListener('linli:live', (event) => {
    const topic = (event as CustomEvent<{ topic: string }>).detail.topic;
    for (const layer of layers) {
      if (layer.topic && (topic === layer.topic || topic.startsWith(`${layer.topic}.`))) {
        map.getSource<GeoJSONSource>(layer.name)?.setData(new URL(layer.url, location.href).href);
      }
    }
  });
}

function showLayer(map: LiveMap, name: string, shown: boolean): void {
  for (const part of ['areas', 'lines', 'points']) map.setLayoutProperty(`${name}-${part}`, 'visibility', shown ? 'visible' : 'none');
}

const layerColours = ['#b9480e', '#3b6ea8', '#7a4b8f', '#8a6d1d'];

function addLayer(map: LiveMap, layer: Layer, index: number): void {
  const colour = ['coalesce', ['get', 'colour'], layerColours[index % layerColours.length]!] as never;
  map.addSource(layer.name, { type: 'geojson', data: new URL(layer.url, location.href).href });
  map.addLayer({ id: `${layer.name}-areas`, type: 'fill', source: layer.name, filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': colour, 'fill-opacity': 0.25 } });
  map.addLayer({ id: `${layer.name}-lines`, type: 'line', source: layer.name, filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': colour, 'line-width': 2.5 } });
  map.addLayer({ id: `${layer.name}-points`, type: 'circle', source: layer.name, filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-color': colour, 'circle-radius': 7, 'circle-stroke-color': '#fff', 'circle-stroke-width': 2 } });
}

/** A tap on a point shows its name; the name is a link when the point has `href`. */
function followLinks(map: LiveMap, layers: string[]): void {
  for (const layer of layers) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
    map.on('click', layer, ({ features, lngLat }) => {
      const { name, text, href } = features?.[0]?.properties ?? {};
      const content = document.createElement(href ? 'a' : 'span');
      content.textContent = [name, text].filter(Boolean).join(' · ');
      if (content instanceof HTMLAnchorElement && String(href).startsWith('/')) content.href = String(href);
      if (content.textContent) new Popup({ closeButton: true }).setLngLat(lngLat).setDOMContent(content).addTo(map);
    });
  }
}

/** Lets a person choose a point; returns a function that moves the mark. Coordinates are WGS-84. */
export function pickOn(
  element: HTMLElement, start: [number, number] | null, chosen: (lat: number, lon: number) => void,
): (lat: number, lon: number) => void {
  const map = open(element);
  const marker = new Marker({ color: light.mark, draggable: true });
  const move = (lat: number, lon: number) => {
    marker.setLngLat([lon, lat]).addTo(map);
    map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 16) });
  };
  if (start) map.on('load', () => move(start[1], start[0]));
  map.on('click', ({ lngLat }) => {
    marker.setLngLat(lngLat).addTo(map);
    chosen(lngLat.lat, lngLat.lng);
  });
  marker.on('dragend', () => {
    const { lat, lng } = marker.getLngLat();
    chosen(lat, lng);
  });
  return move;
}

/** Lets a person draw a ring: a click adds a corner, corners can be dragged. Coordinates are WGS-84, longitude first. */
export function drawOn(element: HTMLElement, start: [number, number][], changed: (ring: [number, number][]) => void) {
  const map = open(element);
  element.classList.add('map-drawn');
  let corners: Marker[] = [];
  const ring = () => corners.map((corner): [number, number] => {
    const { lng, lat } = corner.getLngLat();
    return [Number(lng.toFixed(6)), Number(lat.toFixed(6))];
  });
  const shape = () => {
    const points = ring();
    return { type: 'Feature' as const, properties: {}, geometry: points.length > 2
      ? { type: 'Polygon' as const, coordinates: [[...points, points[0]!]] }
      : { type: 'LineString' as const, coordinates: points } };
  };
  const show = () => map.getSource<GeoJSONSource>('drawn')?.setData(shape());
  const tell = () => {
    show();
    changed(ring());
  };
  const name = () => corners.forEach((corner, i) => {
    corner.getElement().setAttribute('aria-label', t(`第 ${i + 1} 个点，方向键移动，Delete 删除`, `Corner ${i + 1}: arrow keys move it, Delete removes it`));
  });
  const remove = (corner: Marker) => {
    const at = corners.indexOf(corner);
    corner.remove();
    corners.splice(at, 1);
    name();
    corners[Math.min(at, corners.length - 1)]?.getElement().focus();
    tell();
  };
  // About a metre at a step, ten with Shift.
  const nudge = (corner: Marker, key: string, step: number) => {
    const { lng, lat } = corner.getLngLat();
    const [east, north] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key] as [number, number];
    corner.setLngLat([lng + east * step, lat + north * step]);
    tell();
  };
  const add = (at: [number, number], place = corners.length) => {
    const corner = new Marker({ color: light.mark, draggable: true, scale: 0.7 }).setLngLat(at).addTo(map);
    const element = corner.getElement();
    element.tabIndex = 0;
    element.setAttribute('role', 'button');
    element.addEventListener('keydown', (event) => {
      if (event.key.startsWith('Arrow')) nudge(corner, event.key, event.shiftKey ? 0.0001 : 0.00001);
      else if (event.key === 'Delete' || event.key === 'Backspace') remove(corner);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    corner.on('drag', show);
    corner.on('dragend', tell);
    corners.splice(place, 0, corner);
    name();
    return corner;
  };
  // A new corner of a closed border comes between the two it lies nearest to.
  const placeFor = (at: [number, number]) => {
    const points = ring();
    if (points.length < 3) return points.length;
    const apart = points.map((one, i) => distance(at, one, points[(i + 1) % points.length]!));
    return apart.indexOf(Math.min(...apart)) + 1;
  };
  const replace = (points: [number, number][]) => {
    corners.forEach((corner) => corner.remove());
    corners = [];
    points.forEach((point) => add(point));
    if (points.length > 2) {
      const [lons, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
      map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { padding: 60, maxZoom: 18, animate: false });
    }
    show();
  };
  map.on('load', () => {
    map.addSource('drawn', { type: 'geojson', data: shape() });
    map.addLayer({ id: 'drawn-area', type: 'fill', source: 'drawn', paint: { 'fill-color': light.mark, 'fill-opacity': 0.2 } });
    map.addLayer({ id: 'drawn-line', type: 'line', source: 'drawn', paint: { 'line-color': light.mark, 'line-width': 2.5 } });
    replace(start);
  });
  map.on('click', ({ lngLat }) => {
    add([lngLat.lng, lngLat.lat], placeFor([lngLat.lng, lngLat.lat]));
    tell();
  });
  let wrong: Marker | null = null;
  return {
    replace,
    /** For the keyboard: a corner in the middle of what the map shows. */
    addHere: () => {
      const { lng, lat } = map.getCenter();
      add([lng, lat], placeFor([lng, lat])).getElement().focus();
      tell();
    },
    /** Shows where a border crosses itself. */
    mark: (at: [number, number] | null) => {
      wrong?.remove();
      wrong = at ? new Marker({ color: '#c2332b' }).setLngLat(at).addTo(map) : null;
    },
    undo: () => {
      corners.pop()?.remove();
      tell();
    },
    clear: () => {
      replace([]);
      tell();
    },
  };
}

/** How far a point lies from the line between two others, in degrees with the east-west ones shortened. */
function distance(point: [number, number], from: [number, number], to: [number, number]): number {
  const squeeze = Math.cos((point[1] * Math.PI) / 180);
  const [px, py, ax, ay, bx, by] = [point[0] * squeeze, point[1], from[0] * squeeze, from[1], to[0] * squeeze, to[1]];
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
  return Math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay));
}
