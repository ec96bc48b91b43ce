//! Metrics of the operating system process: processor time, memory and file descriptors, under the names that every
//! dashboard knows.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use rustix::time::{ClockId, clock_gettime};

use crate::descriptors;

/// Reads the process's own figures when it is asked.
#[derive(Debug)]
pub(super) struct ProcessCollector;

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), std::fmt::Error> {
        let cpu = ConstCounter::new(cpu_seconds());
        let help = "Processor time used, in seconds";
        cpu.encode(encoder.encode_descriptor("process_cpu_seconds", help, None, cpu.metric_type())?)?;
        if let Some(bytes) = resident_bytes() {
            let memory = ConstGauge::new(bytes);
            let (help, kind) = ("Memory in use, in bytes", memory.metric_type());
            memory.encode(encoder.encode_descriptor("process_resident_memory_bytes", help, None, kind)?)?;
        }
        if let Some(open) = descriptors::open() {
            let open = ConstGauge::new(open);
            let (help, kind) = ("File descriptors that are open", open.metric_type());
            open.encode(encoder.encode_descriptor("process_open_fds", help, None, kind)?)?;
        }
        let limit = ConstGauge::new(descriptors::limit());
        let (help, kind) = ("File descriptors that may be open", limit.metric_type());
        limit.encode(encoder.encode_descriptor("process_max_fds", help, None, kind)?)
    }
}

#[expect(clippy::cast_precision_loss, reason = "nanoseconds are beside the point after 2^52 seconds")]
fn cpu_seconds() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}

/// From `/proc`; absent elsewhere than on Linux.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
