namespace Linli.Sensing.Devices.Commands;

/// <summary>Whoever sends commands and wants to know how they end; a scoped service, heard in the transaction that writes the end down.</summary>
internal interface ICommandEnds
{
    /// <summary>A command ended: done, refused, or its time was over.</summary>
    Task Ended(DeviceCommand command, CommandState how, CancellationToken cancel);
}
