using System.Collections.Concurrent;
using System.Text.Json;
using Linli.Gb26875.Frames;
using Linli.Sensing;

namespace Linli.Gb26875.Talk;

/// <summary>
/// A conversation with one fire unit (用户信息传输装置). Whatever it sends is confirmed, once it is durable; what does not fit its
/// sum, or could not be taken, is denied, so that the unit repeats it.
/// </summary>
internal sealed class FireUnit(Line line, Gb26875Services services, TimeSpan idleAfter) : IDisposable
{
    private const int MostOdd = 50;
    private const ushort Version = 0x0101;
    private static readonly TimeSpan SetClockAtMostEvery = TimeSpan.FromMinutes(10);

    private readonly Deframer deframer = new();
    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<bool>> waiting = new();

    private Device? device;
    private ulong address;
    private ulong ours;
    private FireReadings? readings;
    private DeviceConnection? connection;
    private CancellationTokenRegistration end;
    private int serial;
    private int odd;
    private DateTimeOffset clockSetAt = DateTimeOffset.MinValue;

    public async Task Talk(CancellationToken cancel)
    {
        while (!line.HungUp.IsCancellationRequested)
        {
            var result = await line.Input.ReadAsync(cancel);
            var buffer = result.Buffer;
            while (odd <= MostOdd && deframer.Next(ref buffer) is var found && found != Found.Nothing)
                await Handle(found);
            line.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted || result.IsCanceled || odd > MostOdd)
                break;
        }
    }

    public void Dispose()
    {
        // A broken line is no word of the unit: from here on its silence counts.
        end.Dispose();
        connection?.Dispose();
    }

    private async Task Handle(Found found)
    {
        if (deframer.Why.Length > 0)
            line.Odd(deframer.Why, deframer.Odd);
        if (found == Found.Odd)
        {
            odd++;
            return;
        }

        var message = deframer.Message;
        if (found == Found.WrongSum || !SignIn(message))
        {
            odd++;
            if (device is null && found == Found.Message)
                line.Note("a unit that is not entered: " + GbFrame.AddressText(message.Source));
            await Reply(message, GbCommand.Deny);
            return;
        }

        odd = 0;
        line.Heard();
        connection!.Heartbeat();
        var now = services.Time.GetUtcNow();
        var clock = GbTime.Read(deframer.Clock, now);
        await Handle(message);
        if (clock is { } theirs)
            await SetClock(theirs, now);
    }

    private async Task Handle(GbMessage message)
    {
        switch ((GbCommand)message.Command)
        {
            case GbCommand.Confirm:
                Answered(message.Serial, true);
                break;
            case GbCommand.Deny:
                Answered(message.Serial, false);
                break;
            case GbCommand.Answer:
                await Take(message);
                Answered(message.Serial, true);
                break;
            case GbCommand.Request:
                await AnswerRequest(message);
                break;
            default:
                // Sending, controlling, and what makers have added: all of it waits for a confirmation.
                await Reply(message, await Take(message) ? GbCommand.Confirm : GbCommand.Deny);
                break;
        }
    }

    /// <summary>Takes what a message says.</summary>
    /// <returns>Whether it is durable, or says nothing that is kept.</returns>
    private async Task<bool> Take(GbMessage message)
    {
        if (message.Data.Length == 0)
            return true;
        var now = services.Time.GetUtcNow();
        var (facts, why) = GbData.Read(message.Data, now);
        if (why is not null)
            line.Odd(why, new(message.Data));
        foreach (var fact in facts)
        {
            readings!.Add(fact, now);
            services.Facts.Keep(device!.Id, fact, now);
        }

        if (readings!.ClockIsWrong)
            line.Note("a clock that is wrong: what it says counts from when it comes", new(message.Data));
        if (readings.ValueOfNobody is { } part)
            line.Note("a value of a part that is not entered: " + part, new(message.Data));
        var taken = readings.Take();
        if (taken.Length > 0 && !IsTaken(await services.Readings.Take(taken, line.HungUp), taken))
            return false;
        if (facts.OfType<UnitClock>().FirstOrDefault()?.At is { } clock)
            await SetClock(clock, now);
        return true;
    }

    // What says fire is never confirmed unless it was taken.
    private bool IsTaken(Intake intake, Reading[] given)
    {
        if (intake.Refused is [var first, ..])
            line.Note("readings that were refused: " + first.Problem.Code);
        return !intake.Later && !intake.Refused.Any(r => given[r.Index] is { Measure: "alarm" or "smoke", Value: > 0 });
    }

    // A unit whose clock is wrong dates its alarms wrongly.
    private async Task SetClock(DateTimeOffset theirs, DateTimeOffset now)
    {
        if (now - clockSetAt < SetClockAtMostEvery)
            return;
        if ((theirs - now).Duration() > services.Options.MostClockError)
            clockSetAt = now;
        if (services.Options.MostClockError > TimeSpan.Zero && (theirs - now).Duration() > services.Options.MostClockError)
            await line.Send(GbFrame.Write(new(NextSerial(), Version, ours, address, (byte)GbCommand.Control, UnitAsks.Clock(now)), now));
    }

    private Task<bool> AnswerRequest(GbMessage message)
    {
        // The one thing a unit may ask is what time it is.
        if (message.Data is [88 or 90 or 28, ..])
        {
            var now = services.Time.GetUtcNow();
            var data = UnitAsks.Clock(now);
            data[0] = message.Data[0];
            return line.Send(GbFrame.Write(message with { Source = message.Target, Target = message.Source, Command = (byte)GbCommand.Answer, Data = data }, now)).AsTask();
        }

        return Reply(message, GbCommand.Deny);
    }

    // The protocol knows no sign-in: the address says who it is, and it stays the same on a line.
    private bool SignIn(GbMessage message)
    {
        if (device is not null)
            return message.Source == address;
        if (!services.Options.Admits(line.Remote) || Entered(message.Source) is not (var entered, { } known))
            return false;
        (device, address, ours, line.Device, line.IdleAfter) = (known, message.Source, message.Target, known.Code, idleAfter);
        services.Facts.SignedIn(known.Id, entered);
        readings = new(known, entered, services.Facts.StatesOf(known.Id, services.Latest), services.Devices, services.Latest, services.Kinds);
        end = services.Devices.EndOf(known.Id).Register(() => line.HangUp("its key was changed or it was retired"));
        connection = services.Lines.Open(known.Id, DeviceProtocols.Gb26875, Deliver, GiveWay);
        return true;
    }

    // Some pad the address to its six bytes, some write it as the bytes lie on the wire.
    private (string Address, Device Device)? Entered(ulong source)
    {
        foreach (var text in (string[])[GbFrame.AddressText(source), source.ToString("X12", System.Globalization.CultureInfo.InvariantCulture), InBytes(source)])
            if (services.Devices.ByAddress(DeviceProtocols.Gb26875, text) is { } known)
                return (text, known);
        return null;
    }

    private static string InBytes(ulong source)
    {
        Span<byte> bytes = stackalloc byte[6];
        for (var i = 0; i < 6; i++)
            bytes[i] = (byte)(source >> (8 * i));
        return Convert.ToHexString(bytes);
    }

    private void GiveWay() => line.HangUp("another connection took its place");

    private async Task<CommandOutcome> Deliver(DeviceCommand command, CancellationToken cancel)
    {
        (GbCommand Command, byte[] Data)? ask;
        try
        {
            ask = UnitAsks.Of(command, services.Options.AllowReset || services.IsDemo, services.Time.GetUtcNow());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            return CommandOutcome.Refused;
        }

        return ask is { } known ? await Deliver(known.Command, known.Data, cancel) : CommandOutcome.Refused;
    }

    private async Task<CommandOutcome> Deliver(GbCommand command, byte[] data, CancellationToken cancel)
    {
        var number = NextSerial();
        var answer = waiting[number] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            for (var turn = 0; turn <= services.Options.Repeat; turn++)
            {
                if (!await line.Send(GbFrame.Write(new(number, Version, ours, address, (byte)command, data), services.Time.GetUtcNow())))
                    return CommandOutcome.Unanswered;
                try
                {
                    return await answer.Task.WaitAsync(services.Options.AnswerWithin, services.Time, cancel) ? CommandOutcome.Done : CommandOutcome.Refused;
                }
                catch (TimeoutException)
                {
                    // Said again, with the same number.
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
            waiting.TryRemove(number, out _);
        }
    }

    private ushort NextSerial() => (ushort)Interlocked.Increment(ref serial);

    private void Answered(ushort to, bool done)
    {
        if (waiting.TryGetValue(to, out var asked))
            asked.TrySetResult(done);
    }

    private Task<bool> Reply(GbMessage to, GbCommand command) =>
        line.Send(GbFrame.Write(to with { Source = to.Target, Target = to.Source, Command = (byte)command, Data = [] }, services.Time.GetUtcNow())).AsTask();
}
