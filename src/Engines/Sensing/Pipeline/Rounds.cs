using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>Work of a host that comes round again and again, whatever becomes of it.</summary>
internal sealed class Rounds(TimeProvider time, ILogger log)
{
    /// <summary>How often it is read anew what coordinates are held against.</summary>
    public static readonly TimeSpan Refresh = TimeSpan.FromMinutes(5);

    /// <summary>Delivers alarms until it is stopped.</summary>
    public async Task Deliver(FiringDesk alarms, CancellationToken stopping)
    {
        while (true)
            try
            {
                await alarms.Run(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogError(e, "The desk of alarms stumbled and goes on.");
            }
    }

    /// <summary>Does something after each pause, or earlier when it is woken, until it is stopped.</summary>
    public async Task Go(string what, TimeSpan every, Signal? wake, Func<CancellationToken, Task> act, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await act(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogError(e, "The work of sensing called {What} failed; it comes round again.", what);
            }

            if (wake is null)
                await Task.Delay(every, time, stopping);
            else
                await wake.Wait(every, time, stopping);
        }
    }
}
