namespace Linli.Sensing.Pipeline;

/// <summary>Wakes one who waits, at most once for any number of calls.</summary>
internal sealed class Signal
{
    private TaskCompletionSource raised = New();

    public void Raise() => Volatile.Read(ref raised).TrySetResult();

    /// <summary>Waits for a call, or until the time is over.</summary>
    public async Task Wait(TimeSpan most, TimeProvider time, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pause = Task.Delay(most, time, end.Token);
        if (await Task.WhenAny(raised.Task, pause) == pause)
            cancel.ThrowIfCancellationRequested();
        else
            Volatile.Write(ref raised, New());
        await end.CancelAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
