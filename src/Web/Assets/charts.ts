import { BarChart, LineChart, PieChart, RadarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, RadarComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, PieChart, RadarChart, GridComponent, LegendComponent, RadarComponent, TooltipComponent, CanvasRenderer]);

interface Row {
  label: string;
  values: (number | null)[];
  href: string | null;
}

const calm = ['#0b7356', '#c2570c', '#3b6ea8', '#8a6d1d', '#7a4b8f', '#4c7a34'];
const night = ['#4cc3a0', '#f0a35e', '#7fb2ea', '#d9bb5c', '#c39bd6', '#9ccc7c'];

/** Draws the table inside a `data-linli="chart"` figure; a click on a bar follows the link of its row. */
export function draw(figure: HTMLElement): void {
  const canvas = figure.querySelector<HTMLElement>('[data-chart-canvas]')!;
  const table = figure.querySelector('table')!;
  const series = [...table.querySelectorAll('thead th')].slice(1).map((cell) => cell.textContent!.trim());
  const rows = [...table.querySelectorAll<HTMLTableRowElement>('tbody tr')].map(read);
  canvas.hidden = false;
  figure.querySelector('details')?.removeAttribute('open');
  figure.classList.add('chart-drawn');

  const chart = init(canvas);
  chart.setOption(options(figure.dataset.chartKind ?? 'bar', rows, series, canvas));
  chart.on('click', ({ dataIndex }) => {
    const href = rows[dataIndex]?.href;
    if (href) location.assign(href);
  });
  new ResizeObserver(() => chart.resize()).observe(canvas);
}

function read(row: HTMLTableRowElement): Row {
  const [label, ...values] = [...row.cells];
  return {
    label: label!.textContent!.trim(),
    values: values.map((cell) => {
      const text = cell.dataset.value ?? cell.textContent!.replace(/[,\s%]/g, '');
      return text === '' || Number.isNaN(Number(text)) ? null : Number(text);
    }),
    href: row.querySelector('a')?.getAttribute('href') ?? null,
  };
}

function options(kind: string, rows: Row[], series: string[], canvas: HTMLElement): EChartsCoreOption {
  const style = getComputedStyle(canvas);
  const ink = style.color;
  const line = style.getPropertyValue('--chart-line').trim() || '#d9d4ca';
  const dark = document.documentElement.dataset.bsTheme === 'dark';
  const text = { color: ink, fontFamily: style.fontFamily, fontSize: 13 };
  const common = {
    color: dark ? night : calm,
    textStyle: text,
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    // Drawn on the canvas: an HTML tooltip would need inline styles, which the content security policy forbids.
    tooltip: { renderMode: 'richText', trigger: kind === 'pie' || kind === 'radar' ? 'item' : 'axis' },
    legend: series.length > 1 && kind !== 'pie' ? { bottom: 0, textStyle: text } : undefined,
  };

  if (kind === 'pie') {
    const data = rows.map((row) => ({ name: row.label, value: row.values[0] }));
    return { ...common, series: [{ type: 'pie', radius: ['45%', '70%'], label: { color: ink }, data }] };
  }
  if (kind === 'radar') {
    const highest = Math.max(...rows.flatMap((row) => row.values.map((value) => value ?? 0)), 1);
    const max = Number(canvas.dataset.max ?? highest);
    return {
      ...common,
      radar: {
        indicator: rows.map((row) => ({ name: row.label, max })), axisName: { color: ink },
        splitArea: { show: false }, splitLine: { lineStyle: { color: line } }, axisLine: { lineStyle: { color: line } },
      },
      series: [{
        type: 'radar',
        data: series.map((name, index) => ({ name, value: rows.map((row) => row.values[index]), areaStyle: { opacity: 0.15 } })),
      }],
    };
  }

  const labels = { type: 'category', data: rows.map((row) => row.label), axisLabel: text, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } };
  const figures = { type: 'value', axisLabel: text, splitLine: { lineStyle: { color: line } } };
  const lying = kind === 'bar-lying';
  return {
    ...common,
    grid: { left: 4, right: 12, top: 16, bottom: series.length > 1 ? 36 : 4, containLabel: true, outerBoundsMode: 'same' },
    xAxis: lying ? figures : labels,
    yAxis: lying ? { ...labels, inverse: true } : figures,
    series: series.map((name, index) => ({
      type: kind === 'line' ? 'line' : 'bar', name, data: rows.map((row) => row.values[index]),
      barMaxWidth: 36, smooth: false, symbolSize: 7, itemStyle: { borderRadius: kind === 'line' ? 0 : 4 },
    })),
  };
}
