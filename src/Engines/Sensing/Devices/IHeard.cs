namespace Linli.Sensing.Devices;

/// <summary>Who wants to know that a device was heard of without a reading, or went: the live state of the intake.</summary>
internal interface IHeard
{
    /// <summary>It sent a sign of life.</summary>
    void Heard(DeviceId device, DateTimeOffset at);

    /// <summary>It took leave, or was lost.</summary>
    void Gone(DeviceId device, bool lost);

    /// <summary>What is known of it now is to be dropped, and what waits to be stored unless it may still be kept.</summary>
    void Forget(DeviceId device)
    {
    }
}

/// <summary>For an installation without an intake.</summary>
internal sealed class NobodyListens : IHeard
{
    public void Heard(DeviceId device, DateTimeOffset at)
    {
    }

    public void Gone(DeviceId device, bool lost)
    {
    }
}
