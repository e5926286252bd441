# Runs xplenty.rb, the official Ruby client of Xplenty, against the sandbox.
# Usage: ruby xplenty_ruby.rb FOLDER_OF_THE_CHECKOUT
$LOAD_PATH.unshift(File.join(ARGV[0], "lib"))
require "xplenty-api"

address = URI(ENV["XPLENTY_BASE_URI"])
client = Xplenty::API.new(scheme: address.scheme, host: address.host, port: address.port)

# Calls the block, prints its result or its error, and returns the result.
def call(name)
  result = yield
  puts "#{name}: #{result}"
  result
rescue StandardError => error
  puts "#{name}: #{error.class}: #{error.message.lines.first}"
end

call("jobs") { client.jobs.body.length }
call("jobs with a filter") { client.jobs(status: "failed", limit: 5).body.length }
call("get_job_info") { client.get_job_info(157).body["status"] }
id = call("run_job") { client.run_job(52, 434, "A" => "x").body["id"] }
call("job_watchers") { client.job_watchers(id).body.length }
call("watch_job") { client.watch_job(id).status }
call("stop_watching_job") { client.stop_watching_job(id).status }
call("terminate_job") { client.terminate_job(id).body["status"] }
call("clusters") { client.clusters.body.length }
call("get_cluster_info") { client.get_cluster_info(52).body["status"] }
call("cluster_plans") { client.cluster_plans.body.length }
