namespace Linli.Sensing.Pipeline;

/// <summary>How readings come in: looked at, made durable, answered.</summary>
internal sealed partial class ReadingPipeline
{
    public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel) => TakeNew(readings, [], cancel);

    public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel) =>
        MessagesOnce.Take(this, readings, messages, cancel);

    public ValueTask<bool> Recall(IReadOnlyCollection<Guid> keys, CancellationToken cancel) => store.Recall(Known, keys, log, cancel);

    public async ValueTask<Intake> TakeNew(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel)
    {
        if (readings.IsEmpty)
            return new(0, 0, []);
        if (!opened.Task.IsCompleted)
        {
            if (standsBy)
                return Busy(readings.Length);
            await opened.Task.WaitAsync(cancel);
        }

        if ((figures.Waiting + readings.Length) * PipelineOptions.BytesEach > options.MostWaitingBytes)
            return Busy(readings.Length);
        using var look = admission.Look(readings.Span, Now());
        var known = 0;
        if (look.Doubtful is { } doubtful)
        {
            if (await admission.TakenBefore(doubtful, cancel) is not { } taken)
                return admission.Turned(look, Busy(readings.Length));
            known = look.Drop(taken);
        }

        figures.Refused(look.Refused.Count);
        if (look.Count == 0)
            return new(look.Forgotten, known, look.Refused);
        var keys = messages.Where(m => MessagesOnce.Counts(m, look.Refused)).Select(m => m.Key).ToArray();
        return await MakeDurable(look, keys, known) is { } repeated
            ? new(look.Forgotten + look.Count - (repeated - known), repeated, look.Refused)
            : admission.Turned(look, Busy(readings.Length));
    }

    private Intake Busy(int count)
    {
        figures.Busy(count);
        return Intake.TooBusy;
    }

    /// <summary>How many had been taken before; <c>null</c> when the journal cannot be written.</summary>
    private async Task<int?> MakeDurable(Looked look, Guid[] keys, int known)
    {
        var admitted = look.Admitted;
        var batch = new Batch(admitted, look.Now) { Record = JournalCodec.Write(admitted.Span, look.Now, keys) };
        figures.Came(admitted.Length);
        if (!journal.Put(batch, keys))
        {
            batch.Failed(new ObjectDisposedException(nameof(ReadingPipeline)));
            _ = batch.Done.Exception;
            figures.Went(admitted.Length);
            return null;
        }

        if (figures.Waiting >= options.StoreAt)
            Wake.Raise();
        try
        {
            var repeated = await batch.Done;
            figures.Went(repeated);
            figures.Accepted(admitted.Length - repeated, repeated + known);
            return repeated + known;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            figures.Went(admitted.Length);
            return null;
        }
    }
}
