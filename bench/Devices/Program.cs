using System.CommandLine;
using Linli.Bench.Devices;

var work = new Option<DirectoryInfo>("--work") { Description = "folder on the disk that is measured", Required = true };
var seconds = new Option<int>("--seconds") { Description = "how long each rate is measured", DefaultValueFactory = _ => 5 };
var connections = new Option<int>("--connections") { Description = "devices that send", DefaultValueFactory = _ => 50 };
var idle = new Option<int>("--idle") { Description = "devices that are connected and say nothing, in the second run", DefaultValueFactory = _ => 5000 };
var port = new Option<int>("--port") { Required = true };

var mqtt = new Command("mqtt", "Readings a second over MQTT QoS 1, durable before the PUBACK, beside mosquitto relaying the same messages.") { work, seconds, connections, idle };
mqtt.SetAction((line, cancel) =>
    MqttBench.Run(line.GetValue(work)!, TimeSpan.FromSeconds(line.GetValue(seconds)), line.GetValue(connections), line.GetValue(idle), cancel));

var serve = new Command("serve-mqtt", "The gateway over a journal, in a process of its own; started by 'mqtt'.") { work, port };
serve.SetAction((line, cancel) => MqttGateway.Serve(line.GetValue(work)!.FullName, line.GetValue(port), cancel));

return await new RootCommand("Measures the gateways of devices.") { mqtt, serve }.Parse(args).InvokeAsync();
