using System.Buffers;
using System.Buffers.Binary;
using Linli.Jt808.Frames;
using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>A conversation with one terminal. Positions are acknowledged once they are durable, and as failed when they could not be taken, so that the terminal repeats them.</summary>
internal sealed partial class Terminal : IDisposable
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
                return Register(header, header.Phone(frame), JtIdentity.Of(body, header.Is2019));
            case JtMessages.Authenticate:
                return Authenticate(header, frame, body);
            case JtMessages.Logout:
                return Logout(header);
            default:
                Answer(header, frame, JtResult.NotSupported);
                return null;
        }
    }

    private Task? Report(Dictionary<string, string> parameters) =>
        parameters.Count > 0 ? services.Reports.Reported(device!.Id, parameters, line.HungUp) : null;

    private async Task SendAnswers()
    {
        if (outbox.WrittenCount == 0)
            return;
        await line.Send(outbox.WrittenMemory);
        outbox.ResetWrittenCount();
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
}
