using System.Collections.Concurrent;
using System.Text.Json;
using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>
/// What a terminal is asked, and its answers, paired by serial. Without an answer a message is repeated, each time waiting
/// longer (T × (n + 1), 4.4.4 of the standard); then the command stays unanswered.
/// </summary>
internal sealed class Downlinks(Line line, Jt808Options options, TimeProvider time)
{
    private readonly ConcurrentDictionary<ushort, Waiting> waiting = new();
    private int serial = -1;

    /// <summary>Number of the terminal and edition, known once it has signed in.</summary>
    public (string Phone, bool Is2019) Terminal { get; set; } = ("", false);

    public ushort NextSerial() => (ushort)Interlocked.Increment(ref serial);

    /// <summary>Asks the terminal to do something.</summary>
    public async Task<CommandOutcome> Deliver(DeviceCommand command, CancellationToken cancel)
    {
        JtAsk? ask;
        try
        {
            ask = JtAsks.Of(command.Name, command.Arguments, Terminal.Is2019);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            return CommandOutcome.Refused;
        }

        return ask is null ? CommandOutcome.Refused : await Deliver(ask, cancel);
    }

    /// <summary>The terminal answered the message with a serial.</summary>
    /// <returns>Whether it was waited for.</returns>
    public bool Answered(ushort to, JtResult result)
    {
        if (!waiting.TryGetValue(to, out var asked))
            return false;
        asked.Answer.TrySetResult(result);
        return true;
    }

    /// <summary>Attributes came: the one answer that does not carry the serial of its question.</summary>
    public void AttributesCame()
    {
        foreach (var (_, asked) in waiting)
            if (asked.Id == JtMessages.QueryAttributes)
                asked.Answer.TrySetResult(JtResult.Done);
    }

    /// <summary>Parts of a message that the terminal missed (0x0005).</summary>
    public async Task Repeat(ushort first, IReadOnlyList<ushort> numbers)
    {
        if (!waiting.TryGetValue(first, out var asked))
            return;
        foreach (var number in numbers)
            if (number >= 1 && number <= asked.Frames.Count)
                await line.Send(asked.Frames[number - 1]);
    }

    private async Task<CommandOutcome> Deliver(JtAsk ask, CancellationToken cancel)
    {
        var parts = Math.Max(1, (ask.Body.Length + JtFrame.LongestBody - 1) / JtFrame.LongestBody);
        var first = (ushort)(Interlocked.Add(ref serial, parts) - parts + 1);
        var asked = new Waiting(ask.Id, JtFrame.WriteAll(ask.Id, Terminal.Phone, first, ask.Body, Terminal.Is2019));
        // Terminals answer a message in parts by its first serial or by its last.
        for (var i = 0; i < parts; i++)
            waiting[(ushort)(first + i)] = asked;
        try
        {
            var patience = options.AnswerWithin;
            for (var turn = 0; turn <= options.Repeat; turn++)
            {
                foreach (var frame in asked.Frames)
                    if (!await line.Send(frame))
                        return CommandOutcome.Unanswered;
                try
                {
                    return await asked.Answer.Task.WaitAsync(patience, time, cancel) == JtResult.Done ? CommandOutcome.Done : CommandOutcome.Refused;
                }
                catch (TimeoutException)
                {
                    patience *= turn + 2;
                }
            }

            return CommandOutcome.Unanswered;
        }
        catch (OperationCanceledException)
        {
            return CommandOutcome.Unanswered;
        }
        finally
        {
            for (var i = 0; i < parts; i++)
                waiting.TryRemove((ushort)(first + i), out _);
        }
    }

    private sealed record Waiting(ushort Id, List<byte[]> Frames)
    {
        public TaskCompletionSource<JtResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
