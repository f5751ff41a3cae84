using Linli.Platform.Results;

namespace Linli.Sensing.Pipeline;

/// <summary>Takes each message once, however often it comes and whoever brings it.</summary>
internal static class MessagesOnce
{
    public static async ValueTask<Intake> Take(IIntake intake, ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel)
    {
        if (messages.Count == 0)
            return await intake.TakeNew(readings, messages, cancel);
        if (intake.Known.Forgets && !await intake.Recall([.. messages.Select(m => m.Key).Where(k => !intake.Known.Has(k))], cancel))
            return Intake.TooBusy;
        var sifted = new Sifted(readings.Span, messages, intake.Known);
        var taken = Intake.TooBusy;
        try
        {
            taken = await intake.TakeNew(sifted.Readings.ToArray(), sifted.New, cancel);
        }
        finally
        {
            foreach (var message in sifted.New)
                if (!taken.Busy && Counts(message, taken.Refused))
                    intake.Known.Done(message.Key);
                else
                    intake.Known.Undo(message.Key);
        }

        return taken.Busy ? taken : await sifted.Joined(taken, cancel);
    }

    /// <summary>Whether something of a message was taken, and nothing of it is to come again.</summary>
    public static bool Counts(in SentMessage message, IReadOnlyList<RefusedReading> refused)
    {
        var left = message.To - message.From;
        foreach (var one in refused)
            if (one.Index >= message.From && one.Index < message.To)
            {
                if (one.Problem.Kind == ProblemKind.TooMany)
                    return false;
                left--;
            }

        return left > 0;
    }

    /// <summary>Readings without those of messages that were taken before, or are being taken by somebody else.</summary>
    private sealed class Sifted
    {
        private readonly List<int> origins = [];
        private readonly List<(SentMessage Message, Task<bool> IsTaken)> again = [];

        public Sifted(ReadOnlySpan<Reading> readings, IReadOnlyList<SentMessage> messages, MessageKeys known)
        {
            var next = 0;
            foreach (var message in messages)
            {
                Keep(readings, ref next, message.From);
                if (message.To == message.From)
                    continue;
                if (!known.Begin(message.Key, out var before))
                {
                    again.Add((message, before));
                    next = message.To;
                    continue;
                }

                var from = Readings.Count;
                Keep(readings, ref next, message.To);
                New.Add(new(message.Key, from, Readings.Count));
            }

            Keep(readings, ref next, readings.Length);
        }

        public List<Reading> Readings { get; } = [];

        public List<SentMessage> New { get; } = [];

        /// <summary>What became of all of them, numbered as they were given.</summary>
        public async Task<Intake> Joined(Intake taken, CancellationToken cancel)
        {
            var refused = taken.Refused.Select(r => r with { Index = origins[r.Index] }).ToList();
            var repeated = taken.Repeated;
            foreach (var (message, isTaken) in again)
                if (await isTaken.WaitAsync(cancel))
                    repeated += message.To - message.From;
                else
                    refused.AddRange(Enumerable.Range(message.From, message.To - message.From).Select(i => new RefusedReading(i, DoorProblems.LostTwin)));
            return taken with { Repeated = repeated, Refused = [.. refused.OrderBy(r => r.Index)] };
        }

        private void Keep(ReadOnlySpan<Reading> readings, ref int next, int until)
        {
            for (; next < until; next++)
            {
                Readings.Add(readings[next]);
                origins.Add(next);
            }
        }
    }
}
