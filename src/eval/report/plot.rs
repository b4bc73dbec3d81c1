//! Plots as inline SVG: no script, colours by class, so that the page's style decides.

use std::fmt::Write;

use super::html::Escaped;
use super::percent;
use crate::eval::resample::Interval;

/// A system's mean with its bounds.
pub(super) struct Bar<'n> {
    pub(super) name: &'n str,
    pub(super) mean: f64,
    pub(super) interval: Interval,
}

/// Steps that make round tick labels.
const STEPS: [f64; 8] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

/// Means with their bounds, the best on top.
pub(super) fn intervals(title: &str, bars: &[Bar<'_>]) -> String {
    const ROW: f64 = 22.0;
    const LEFT: f64 = 118.0;
    const WIDTH: f64 = 470.0;
    let mut bars: Vec<&Bar<'_>> = bars.iter().collect();
    bars.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    let low = bars.iter().map(|bar| bar.interval.low.min(bar.mean)).fold(f64::INFINITY, f64::min);
    let high = bars.iter().map(|bar| bar.interval.high.max(bar.mean)).fold(f64::NEG_INFINITY, f64::max);
    if !low.is_finite() || !high.is_finite() {
        return String::new();
    }
    let pad = ((high - low) * 0.06).max(0.002);
    let (low, high) = ((low - pad).max(0.0), (high + pad).min(1.0 + pad));
    let right = WIDTH - 58.0;
    let x = |value: f64| LEFT + (value - low) / (high - low) * (right - LEFT);
    let bottom = 34.0 + ROW * bars.len() as f64;
    let height = bottom + 24.0;
    let mut out = format!(
        "<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"{0}: means with 95 % bounds\">\n\
         <text class=\"title\" x=\"{LEFT}\" y=\"17\">{0}</text>\n",
        Escaped(title)
    );
    let step = STEPS.into_iter().find(|step| (high - low) / step <= 6.0).unwrap_or(0.25);
    let mut tick = (low / step).ceil() * step;
    while tick <= high {
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"28\" y2=\"{bottom:.0}\"/><text class=\"tick\" x=\"{0:.1}\" \
             y=\"{1:.0}\">{2}</text>",
            x(tick),
            bottom + 15.0,
            trimmed(100.0 * tick)
        );
        tick += step;
    }
    for (row, bar) in bars.into_iter().enumerate() {
        let y = 34.0 + ROW * (row as f64 + 0.5);
        let (from, to) = (x(bar.interval.low), x(bar.interval.high));
        let _ = writeln!(
            out,
            "<g class=\"bar\"><title>{name}: {mean} [{low}, {high}]</title><text class=\"name\" x=\"{label:.0}\" y=\"{base:.1}\">{short}</text>\
             <line x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <line x1=\"{from:.1}\" x2=\"{from:.1}\" y1=\"{top:.1}\" y2=\"{foot:.1}\"/><line x1=\"{to:.1}\" x2=\"{to:.1}\" y1=\"{top:.1}\" y2=\"{foot:.1}\"/>\
             <circle cx=\"{at:.1}\" cy=\"{y:.1}\" r=\"4\"/><text class=\"value\" x=\"{value:.0}\" y=\"{base:.1}\">{mean}</text></g>",
            name = Escaped(bar.name),
            short = Escaped(&shortened(bar.name, 16)),
            mean = percent(bar.mean),
            low = percent(bar.interval.low),
            high = percent(bar.interval.high),
            label = LEFT - 10.0,
            base = y + 4.0,
            top = y - 4.0,
            foot = y + 4.0,
            at = x(bar.mean),
            value = WIDTH - 4.0,
        );
    }
    out + "</svg>\n"
}

/// A number without needless digits.
fn trimmed(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    name.chars().take(most - 1).chain(['…']).collect()
}

/// Most points that one scatter shows; of more, evenly spaced ones.
pub(super) const MOST_POINTS: usize = 1500;

/// One system's score against another's, a dot an article.
pub(super) fn scatter(title: &str, across: &str, points: &[(f64, f64)]) -> String {
    const SIZE: f64 = 230.0;
    const LEFT: f64 = 34.0;
    const TOP: f64 = 26.0;
    let side = SIZE - LEFT - 14.0;
    let x = |value: f64| LEFT + value.clamp(0.0, 1.0) * side;
    let y = |value: f64| TOP + (1.0 - value.clamp(0.0, 1.0)) * side;
    let bottom = TOP + side;
    let height = bottom + 34.0;
    let mut out = format!(
        "<svg class=\"plot scatter\" viewBox=\"0 0 {SIZE} {height:.0}\" role=\"img\" aria-label=\"{0} against {1}, a dot an article\">\n\
         <text class=\"title\" x=\"{LEFT}\" y=\"16\">{0}</text>\n",
        Escaped(title),
        Escaped(across)
    );
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{bottom:.1}\"/><line class=\"grid\" x1=\"{LEFT}\" \
             x2=\"{end:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text class=\"tick\" x=\"{x:.1}\" y=\"{under:.1}\">{label:.0}</text>\
             <text class=\"name\" x=\"{side:.1}\" y=\"{beside:.1}\">{label:.0}</text>",
            x = x(tick),
            y = y(tick),
            end = x(1.0),
            under = bottom + 14.0,
            side = LEFT - 5.0,
            beside = y(tick) + 4.0,
            label = 100.0 * tick,
        );
    }
    let _ = writeln!(
        out,
        "<line class=\"even\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/><text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0),
        x(0.5),
        bottom + 29.0,
        Escaped(across)
    );
    // dots of equal scores on top of each other are told by their opacity
    let kept = points.len().div_ceil(points.len().div_ceil(MOST_POINTS).max(1)).max(1);
    let every = points.len().div_ceil(kept).max(1);
    let mut dots = String::new();
    for (a, b) in points.iter().step_by(every) {
        let _ = write!(dots, "M{:.1} {:.1}h0", x(*a), y(*b));
    }
    out + &format!("<path class=\"dots\" d=\"{dots}\"/>\n</svg>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plots_take_anything() {
        let bar = |name, mean: f64| Bar { name, mean, interval: Interval { low: mean - 0.01, high: mean + 0.01 } };
        assert_eq!(intervals("R-1", &[]), "");
        let plot = intervals("R-1", &[bar("<b>", 0.4), bar("a rather long name of a system", 0.4)]);
        assert!(plot.contains("&lt;b&gt;") && !plot.contains("<b>") && plot.contains("40.00"), "{plot}");
        let same = Bar { name: "x", mean: 0.0, interval: Interval::default() };
        assert!(!intervals("R-1", &[same]).contains("NaN"));
        assert!(scatter("x", "lead", &[]).contains("d=\"\""));
        let many: Vec<(f64, f64)> = (0..10_000).map(|n| (f64::from(n) / 1e4, 2.0)).collect();
        let dots = scatter("x", "lead", &many).matches("h0").count();
        assert!((MOST_POINTS / 2..=MOST_POINTS).contains(&dots), "{dots}");
    }
}
