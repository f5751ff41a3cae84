using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Linli.Jt808.Frames;
using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>A conversation with one terminal. Positions are acknowledged once they are durable, and as failed when they could not be taken, so that the terminal repeats them.</summary>
internal sealed class Terminal : IDisposable
{
    private const int MostOdd = 50;

    // Keys are not guessed; who knows none is not kept.
    private const int MostFailed = 5;
    private const int MostReadings = 4096;

    private readonly Line line;
    private readonly Jt808Services services;
    private readonly TimeSpan idleAfter;
    private readonly Deframer deframer = new();
    private readonly PartsBook parts;
    private readonly Readings readings;
    private readonly Downlinks downlinks;
    private readonly ArrayBufferWriter<byte> outbox = new(256);
    private readonly List<Waiting> waitForTaking = [];

    // Terminals that share a line or change their number on it are not let through: who signed in is who speaks.
    private byte[] phoneBytes = [];
    private string phone = "";
    private Device? device;
    private DeviceConnection? connection;
    private CancellationTokenRegistration end;
    private int odd;
    private int failed;
    private bool spoke;
    private bool wasTaken;

    public Terminal(Line line, Jt808Services services, TimeSpan idleAfter)
    {
        (this.line, this.services, this.idleAfter) = (line, services, idleAfter);
        parts = new(services.Time);
        readings = new(services.Options);
        downlinks = new(line, services.Options, services.Time);
    }

    public async Task Talk(CancellationToken cancel)
    {
        while (!line.HungUp.IsCancellationRequested)
        {
            var result = await Read(cancel);
            var buffer = result.Buffer;
            while (Handle(ref buffer) is { } pause)
                await pause;
            await TakeReadings();
            // Whoever says anything is alive, also when there is nothing in it to be taken.
            if (spoke && !wasTaken)
                connection?.Heartbeat();
            (spoke, wasTaken) = (false, false);
            AskForMissingParts();
            await SendAnswers();
            line.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted || line.HungUp.IsCancellationRequested || odd > MostOdd || failed >= MostFailed)
                break;
        }
    }

    // A broken line is no word of the terminal: from here on its silence counts.
    public void Dispose() => SignOut();

    // While parts are missing it does not wait for the terminal, which may wait for us.
    private async Task<ReadResult> Read(CancellationToken cancel)
    {
        if (parts.Open == 0)
            return await line.Input.ReadAsync(cancel);
        using var wake = services.Time.CreateTimer(_ => line.Input.CancelPendingRead(), null, PartsBook.AskAfter + TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        return await line.Input.ReadAsync(cancel);
    }

    /// <summary>Handles what is whole in the buffer.</summary>
    /// <returns>What to wait for before going on; <c>null</c> when nothing whole is left.</returns>
    private Task? Handle(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            switch (deframer.Next(ref buffer))
            {
                case Found.Nothing:
                    return null;
                case Found.Odd:
                    odd++;
                    line.Odd(deframer.Why, deframer.Odd);
                    if (odd > MostOdd)
                        return null;
                    break;
                default:
                    if (HandleFrame(deframer.Frame) is { } pause)
                        return pause;
                    break;
            }
        }
    }

    private Task? HandleFrame(ReadOnlySpan<byte> frame)
    {
        if (!JtHeader.TryRead(frame, out var header))
        {
            WasOdd("a header that is too short", frame);
            return null;
        }

        var body = frame[header.Size..];
        if (body.Length != header.Length)
        {
            WasOdd("a length that does not fit", frame);
            Answer(header, frame, JtResult.Wrong);
            return null;
        }

        var known = IsKnown(header, frame);
        if (known)
        {
            line.Heard();
            (odd, spoke) = (0, true);
        }

        if (header.Encryption != 0)
            Answer(header, frame, JtResult.NotSupported);
        else if (!known)
            return Stranger(header, frame, body);
        else if (header.InParts)
            return Part(header, frame, body);
        else
            return Message(header, frame, body);
        return null;
    }

    // One that writes its number in the six bytes of 2013 and in the ten of 2019 is the same.
    private bool IsKnown(in JtHeader header, ReadOnlySpan<byte> frame)
    {
        if (device is null)
            return false;
        var number = frame.Slice(header.PhoneAt, header.PhoneSize);
        var least = Math.Min(number.Length, phoneBytes.Length);
        return number[^least..].SequenceEqual(phoneBytes.AsSpan(phoneBytes.Length - least))
            && !number[..^least].ContainsAnyExcept((byte)0) && !phoneBytes.AsSpan(0, phoneBytes.Length - least).ContainsAnyExcept((byte)0);
    }

    // Before it has signed in a terminal may register, authenticate and nothing else.
    private Task? Stranger(in JtHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        switch (header.Id)
        {
            case JtMessages.Register when !header.InParts:
                odd++;
                return Register(header, header.Phone(frame));
            case JtMessages.Authenticate when !header.InParts:
                return Authenticate(header, frame, body);
            default:
                odd++;
                line.Note("a terminal that has not signed in", new(frame.ToArray()));
                Answer(header, frame, JtResult.Failed);
                return null;
        }
    }

    private Task? Message(in JtHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        switch (header.Id)
        {
            case JtMessages.Position or JtMessages.Positions:
                Positions(header.Serial, header.Id, body);
                return Enough();
            case JtMessages.PositionAnswer when body.Length > 2:
                readings.AddPosition(device!.Id, body[2..], services.Time.GetUtcNow());
                Paired(body, JtResult.Done);
                return Enough();
            case JtMessages.Heartbeat:
                connection!.Heartbeat();
                Answer(header, frame, JtResult.Done);
                return null;
            case JtMessages.TerminalAnswer when body.Length >= 5:
                Paired(body, (JtResult)body[4]);
                return null;
            case JtMessages.Parameters when body.Length >= 3:
                Paired(body, JtResult.Done);
                return Report(TerminalReports.Parameters(body[3..]));
            case JtMessages.Attributes:
                downlinks.AttributesCame();
                Answer(header, frame, JtResult.Done);
                return Report(TerminalReports.Attributes(header.Is2019, body));
            case JtMessages.TimeQuery:
                Say(JtMessages.Time, header, new BodyWriter().Time(services.Time.GetUtcNow() - TimeSpan.FromHours(8)).ToArray());
                return null;
            case JtMessages.PartsWanted when body.Length >= 4:
                return Repeat(body);
            case JtMessages.Register:
                return Register(header, header.Phone(frame));
            case JtMessages.Authenticate:
                return Authenticate(header, frame, body);
            case JtMessages.Logout:
                return Logout(header);
            default:
                Answer(header, frame, JtResult.NotSupported);
                return null;
        }
    }

    private Task? Part(in JtHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        var (fits, whole) = parts.Add(header, body);
        if (!fits)
        {
            WasOdd("a part that cannot be one", frame);
            Answer(header, frame, JtResult.Wrong);
            return null;
        }

        // Positions are acknowledged when all of them are durable; parts of anything else when they are here, and the last by what it brought.
        var isPosition = header.Id is JtMessages.Position or JtMessages.Positions;
        if (whole is null)
        {
            if (!isPosition)
                Answer(header, frame, JtResult.Done);
            return null;
        }

        if (!isPosition)
            return Message(header with { InParts = false, Parts = 0, Part = 0 }, frame, whole.Body);
        for (var i = 0; i < header.Parts; i++)
            if ((ushort)(whole.FirstSerial + i) is var serial && serial != header.Serial)
                waitForTaking.Add(new(serial, header.Id, false, readings.Count, readings.Count));
        Positions(header.Serial, header.Id, whole.Body);
        return Enough();
    }

    private void Positions(ushort serial, ushort id, ReadOnlySpan<byte> body)
    {
        var from = readings.Count;
        var good = id == JtMessages.Position ? readings.AddPosition(device!.Id, body, services.Time.GetUtcNow()) : readings.AddBatch(device!.Id, body);
        waitForTaking.Add(new(serial, id, !good, from, readings.Count));
    }

    private Task? Report(Dictionary<string, string> parameters) =>
        parameters.Count > 0 ? services.Reports.Reported(device!.Id, parameters, line.HungUp) : null;

    private Task? Enough() => readings.Count >= MostReadings ? TakeReadings() : null;

    private async Task TakeReadings()
    {
        if (waitForTaking.Count == 0 && readings.Count == 0)
            return;
        var intake = readings.Count == 0 ? null : await services.Readings.Take(readings.All, line.HungUp);
        var later = intake?.Later == true;
        wasTaken |= intake?.Accepted + intake?.Repeated > 0;
        if (later)
            readings.Forget();
        else if (intake is { Refused: [var first, ..] })
            line.Note("readings that were refused: " + first.Problem.Code);
        if (readings.ClockIsWrong)
            line.Note("a clock that is wrong: alarms count from when they come");
        readings.Clear();
        foreach (var message in waitForTaking)
            General(message.Id, message.Serial, later ? JtResult.Failed : message.IsWrong || message.IsRefused(intake) ? JtResult.Wrong : JtResult.Done);
        waitForTaking.Clear();
    }

    private async Task SendAnswers()
    {
        if (outbox.WrittenCount == 0)
            return;
        await line.Send(outbox.WrittenMemory);
        outbox.ResetWrittenCount();
    }

    private async Task Register(JtHeader header, string number)
    {
        var (result, code) = await services.Register(number, line.HungUp);
        var body = new BodyWriter().Word(header.Serial).Byte((byte)result);
        if (result == JtRegisterResult.Done)
            body.Text(code ?? "");
        Write(JtMessages.RegisterAnswer, number, header.Is2019, body.ToArray());
    }

    private Task Authenticate(in JtHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        // 2019: length, code, IMEI and software version; 2013: the code alone.
        var code = header.Is2019 && body.Length > 0 && body[0] < body.Length ? JtText.Read(body.Slice(1, body[0])) : JtText.Read(body);
        return Authenticate(header, header.Phone(frame), frame.Slice(header.PhoneAt, header.PhoneSize).ToArray(), code);
    }

    private async Task Authenticate(JtHeader header, string number, byte[] numberBytes, string code)
    {
        await TakeReadings();
        var answer = new BodyWriter().Word(header.Serial).Word(header.Id);
        if (services.Devices.ByAddress(DeviceProtocols.Jt808, number) is not { } known || services.Devices.Enter(known.Code, code) is not { } entered)
        {
            failed++;
            line.Note("a terminal that is not entered, or another code than its own");
            Write(JtMessages.PlatformAnswer, number, header.Is2019, answer.Byte((byte)JtResult.Failed).ToArray());
            return;
        }

        // Only now: whoever knows no code ends nobody's session.
        SignOut();
        line.Heard();
        failed = 0;
        phoneBytes = numberBytes;
        (device, phone, line.Device, line.IdleAfter) = (entered, number, entered.Code, idleAfter);
        downlinks.Terminal = (number, header.Is2019);
        readings.Kind = services.Kinds.GetValueOrDefault(entered.Kind);
        readings.Forget();
        Write(JtMessages.PlatformAnswer, number, header.Is2019, answer.Byte((byte)JtResult.Done).ToArray());
        // The answer goes first: what waited for the terminal must not come before it.
        await SendAnswers();
        end = services.Devices.EndOf(entered.Id).Register(() => line.HangUp("its key was changed or it was retired"));
        connection = services.Lines.Open(entered.Id, DeviceProtocols.Jt808, downlinks.Deliver, GiveWay);
    }

    private async Task Logout(JtHeader header)
    {
        await TakeReadings();
        connection!.Left(lost: false);
        General(header.Id, header.Serial, JtResult.Done);
        SignOut();
    }

    private void GiveWay() => line.HangUp("another connection took its place");

    private void SignOut()
    {
        end.Dispose();
        connection?.Dispose();
        (connection, device) = (null, null);
    }

    private void AskForMissingParts()
    {
        if (parts.Open == 0)
            return;
        foreach (var missing in parts.Missing())
        {
            var body = new BodyWriter().Word(missing.FirstSerial);
            body = downlinks.Terminal.Is2019 ? body.Word(missing.Numbers.Count) : body.Byte(missing.Numbers.Count);
            foreach (var number in missing.Numbers)
                body.Word(number);
            Write(JtMessages.PartsMissing, phone, downlinks.Terminal.Is2019, body.ToArray());
        }
    }

    private Task Repeat(ReadOnlySpan<byte> body)
    {
        var numbers = new List<ushort>();
        for (var at = 4; at + 2 <= body.Length; at += 2)
            numbers.Add(BinaryPrimitives.ReadUInt16BigEndian(body[at..]));
        return downlinks.Repeat(BinaryPrimitives.ReadUInt16BigEndian(body), numbers);
    }

    private void Paired(ReadOnlySpan<byte> body, JtResult result) => downlinks.Answered(BinaryPrimitives.ReadUInt16BigEndian(body), result);

    private void WasOdd(string why, ReadOnlySpan<byte> frame)
    {
        odd++;
        line.Odd(why, new(frame.ToArray()));
    }

    private void Answer(in JtHeader header, ReadOnlySpan<byte> frame, JtResult result)
    {
        Span<byte> body = stackalloc byte[5];
        BinaryPrimitives.WriteUInt16BigEndian(body, header.Serial);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], header.Id);
        body[4] = (byte)result;
        JtFrame.Write(outbox, JtMessages.PlatformAnswer, IsKnown(header, frame) ? phone : header.Phone(frame), downlinks.NextSerial(), body, header.Is2019);
    }

    private void General(ushort id, ushort serial, JtResult result)
    {
        Span<byte> body = stackalloc byte[5];
        BinaryPrimitives.WriteUInt16BigEndian(body, serial);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], id);
        body[4] = (byte)result;
        JtFrame.Write(outbox, JtMessages.PlatformAnswer, phone, downlinks.NextSerial(), body, downlinks.Terminal.Is2019);
    }

    private void Say(ushort id, in JtHeader header, byte[] body) => Write(id, phone, header.Is2019, body);

    private void Write(ushort id, string number, bool is2019, byte[] body) => JtFrame.Write(outbox, id, number, downlinks.NextSerial(), body, is2019);

    /// <summary>A message whose answer waits until its readings were taken.</summary>
    private readonly record struct Waiting(ushort Serial, ushort Id, bool IsWrong, int From, int To)
    {
        /// <summary>Whether nothing of it could be taken.</summary>
        public bool IsRefused(Intake? intake)
        {
            var (from, to) = (From, To);
            return to > from && intake is { Refused.Count: > 0 } && intake.Refused.Count(r => r.Index >= from && r.Index < to) == to - from;
        }
    }
}
