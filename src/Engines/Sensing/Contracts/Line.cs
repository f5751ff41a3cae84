using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;

namespace Linli.Sensing;

/// <summary>
/// A TCP connection of a device. One task reads <see cref="Input"/>; any task may <see cref="Send"/>, whole frames never mix.
/// </summary>
/// <param name="transport">The bytes.</param>
/// <param name="remote">Where the device is.</param>
/// <param name="time">The clock.</param>
/// <param name="abort">Tears the connection down.</param>
/// <param name="odd">Takes what did not fit the protocol; <c>null</c> for nobody.</param>
public sealed class Line(IDuplexPipe transport, string remote, TimeProvider time, Action abort, Action<Line, string, ReadOnlySequence<byte>>? odd = null) : IDisposable
{
    private const long Never = long.MinValue;
    private static readonly TimeSpan MostSending = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource hungUp = new();
    // By a clock that nobody sets: a step of the other one must not hang up on everybody.
    private long heard = time.GetTimestamp();
    private long sendingSince = Never;
    private string? noted;

    /// <summary>What the device sends.</summary>
    public PipeReader Input => transport.Input;

    /// <summary>Address and port of the device.</summary>
    public string Remote { get; } = remote;

    /// <summary>The certificate the device showed when the connection was encrypted; <c>null</c> when it showed none.</summary>
    public X509Certificate? Certificate { get; init; }

    /// <summary>Code of the device once it is known; it stands beside odd frames.</summary>
    public string? Device { get; set; }

    /// <summary>So long may the device be silent; <see cref="TimeSpan.Zero"/> or less for ever. Starts as <see cref="LineOptions.SignInWithin"/>.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.Zero;

    /// <summary>Cancelled when somebody hung up.</summary>
    public CancellationToken HungUp => hungUp.Token;

    /// <summary>Why it was hung up on from our side; <c>null</c> when it was not.</summary>
    public string? HungUpBecause { get; private set; }

    /// <summary>Says that something whole came: the time of silence starts again. Single bytes do not count, so that nobody holds a line by dripping.</summary>
    public void Heard() => Volatile.Write(ref heard, time.GetTimestamp());

    /// <summary>Notes bytes that do not fit the protocol; they are kept in memory for diagnosis, never logged.</summary>
    /// <param name="why">What was odd, in English, for technicians; no bytes and nothing about people.</param>
    /// <param name="frame">The bytes.</param>
    public void Odd(string why, ReadOnlySequence<byte> frame) => odd?.Invoke(this, why, frame);

    /// <summary>Notes what is odd about a device rather than about its bytes, once in a row: it would come with every frame.</summary>
    /// <param name="why">As of <see cref="Odd"/>.</param>
    /// <param name="frame">The bytes, where they tell more.</param>
    public void Note(string why, ReadOnlySequence<byte> frame = default)
    {
        if (noted == why)
            return;
        noted = why;
        Odd(why, frame.IsEmpty ? ReadOnlySequence<byte>.Empty : frame);
    }

    /// <summary>Sends whole frames. Whoever does not read for half a minute is hung up on.</summary>
    /// <returns>Whether the connection still stands.</returns>
    public async ValueTask<bool> Send(ReadOnlyMemory<byte> frames)
    {
        if (frames.IsEmpty)
            return !hungUp.IsCancellationRequested;
        try
        {
            await turn.WaitAsync(hungUp.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        try
        {
            Volatile.Write(ref sendingSince, time.GetTimestamp());
            var result = await transport.Output.WriteAsync(frames, hungUp.Token);
            return !result.IsCompleted && !result.IsCanceled;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The device went while we wrote; the reading side notices too.
            return false;
        }
        finally
        {
            Volatile.Write(ref sendingSince, Never);
            turn.Release();
        }
    }

    /// <summary>Hangs up at once; the reading side ends.</summary>
    /// <param name="why">For the log, in English.</param>
    public void HangUp(string why)
    {
        if (hungUp.IsCancellationRequested)
            return;
        HungUpBecause ??= why;
        hungUp.Cancel();
        Input.CancelPendingRead();
        abort();
    }

    /// <summary>Hangs up if the device was silent or did not read for too long.</summary>
    internal void HangUpIfSilent()
    {
        if (IdleAfter > TimeSpan.Zero && time.GetElapsedTime(Volatile.Read(ref heard)) > IdleAfter)
            HangUp("silent");
        else if (Volatile.Read(ref sendingSince) is > Never and var since && time.GetElapsedTime(since) > MostSending)
            HangUp("does not read");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The semaphore and the source hold no handles; whoever still sends finds the line hung up.
        if (!hungUp.IsCancellationRequested)
            hungUp.Cancel();
    }
}
